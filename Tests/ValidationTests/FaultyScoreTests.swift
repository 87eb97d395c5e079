import Encoders
import PackageFixtures
import Pruning
import Testing
import Tokenizers
import Validation

/// Scores that no package of this tool's own gives, since its activation bounds them.
@Suite struct FaultyScoreTests {
  /// A good encoder with another score.
  private struct Scorer: SmokeModel {
    let encoder: PruningEncoder
    let score: Float

    func encode(_ pair: TextPair, maximumLength: Int?) throws -> Encoding {
      try encoder.encode(pair, maximumLength: maximumLength)
    }

    func predict(_ encodings: [Encoding]) throws -> [PairPrediction] {
      try encoder.predict(encodings).map { prediction in
        PairPrediction(
          encoding: prediction.encoding, rankingLogits: prediction.rankingLogits, rankingScore: score,
          pruningLogits: prediction.pruningLogits)
      }
    }
  }

  @Test(arguments: [1.5, -0.25, Float.nan, .infinity]) func aScoreOutOfRangeIsFound(score: Float) throws {
    let package = try TinyPackage(isRanking: true)
    let model = Scorer(encoder: try PruningEncoder(directory: package.path, threads: 1), score: score)
    let report = try Verifier.verify(PackageInspection(root: package.path, threads: 1, model: model))
    let found = report.findings.filter { $0.rule == "RUN003" }
    #expect(found.count == SmokeInference.pairs.count)
    #expect(found.allSatisfy { $0.severity == .error && $0.problem == "ranking score is out of range" })
  }
}
