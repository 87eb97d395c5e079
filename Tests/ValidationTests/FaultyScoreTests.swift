import PackEncoders
import PackTokenizers
import PackValidation
import PackageFixtures
import Pruning
import Testing

/// Scores that no package of this tool's own gives, since its activation bounds them.
@Suite struct FaultyScoreTests {
  /// A good encoder whose score is made another.
  private struct Scorer: SmokeModel {
    let encoder: PruningEncoder
    let change: @Sendable (Float?) -> Float?

    func encode(_ pair: TextPair, maximumLength: Int?) throws -> Encoding {
      try encoder.encode(pair, maximumLength: maximumLength)
    }

    func predict(_ encodings: [Encoding]) throws -> [PairPrediction] {
      try encoder.predict(encodings).map { prediction in
        PairPrediction(
          encoding: prediction.encoding, rankingLogits: prediction.rankingLogits,
          rankingScore: change(prediction.rankingScore), pruningLogits: prediction.pruningLogits)
      }
    }
  }

  @Test(arguments: [1.5, -0.25, Float.nan, .infinity]) func aScoreOutOfRangeIsFound(score: Float) throws {
    let package = try TinyPackage(isRanking: true)
    let model = Scorer(encoder: try PruningEncoder(directory: package.path, threads: 1)) { _ in score }
    let report = try Verifier.verify(PackageInspection(root: package.path, threads: 1, model: model))
    let found = report.findings.filter { $0.rule == "RUN003" }
    #expect(found.count == SmokeInference.pairs.count)
    #expect(found.allSatisfy { $0.severity == .error && $0.problem == "ranking score is out of range" })
  }

  /// A softmax over three classes whose last share is not what it should be.
  @Test(arguments: [(0, 0), (0.01, SmokeInference.pairs.count)] as [(Float, Int)]) func aShareOfOne(
    offset: Float, count: Int
  ) throws {
    var tiny = TinyModel()
    tiny.labels = 3
    let package = try TinyPackage(tiny)
    let model = Scorer(encoder: try PruningEncoder(directory: package.path, threads: 1)) { score in
      // Towards the middle, so that it stays a probability.
      score.map { $0 > 0.5 ? $0 - offset : $0 + offset }
    }
    let inspection = try PackageInspection(root: package.path, threads: 1, model: model)
    #expect(try Verifier.verify(inspection).findings.filter { $0.rule == "RUN003" }.count == count)
  }
}
