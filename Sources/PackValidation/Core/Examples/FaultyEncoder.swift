import ModelDir
package import PackEncoders
package import PackTokenizers
package import Pruning
import Synchronization

/// A good encoder whose answers are changed on their way out: faults that no package can cause.
package final class FaultyEncoder: SmokeModel {
  /// What becomes of an answer.
  ///
  /// - Parameters:
  ///   - prediction: the answer.
  ///   - batch: number of pairs that were asked about together.
  ///   - run: how many runs there were before.
  package typealias Fault =
    @Sendable (_ prediction: PairPrediction, _ batch: Int, _ run: Int) -> PairPrediction

  private let encoder: PruningEncoder
  private let runs = Atomic<Int>(0)
  private let fault: Fault

  /// Opens the encoder of a package.
  package init(_ root: String, fault: @escaping Fault) throws {
    encoder = try PruningEncoder(directory: root, threads: 1)
    self.fault = fault
  }

  package func encode(_ pair: TextPair, maximumLength: Int?) throws -> Encoding {
    try encoder.encode(pair, maximumLength: maximumLength)
  }

  package func predict(_ encodings: [Encoding]) throws -> [PairPrediction] {
    let run = runs.wrappingAdd(1, ordering: .relaxed).oldValue
    return try encoder.predict(encodings).map { fault($0, encodings.count, run) }
  }
}

extension PairPrediction {
  /// The answer with other logits of the head.
  package func changingPruning(_ change: (PruningLogits) -> PruningLogits) -> PairPrediction {
    PairPrediction(
      encoding: encoding, rankingLogits: rankingLogits, rankingScore: rankingScore,
      pruningLogits: pruningLogits.map(change))
  }

  /// The answer with other logits of the classifier.
  package func changingRanking(_ change: (Float) -> Float) -> PairPrediction {
    PairPrediction(
      encoding: encoding, rankingLogits: rankingLogits?.map(change), rankingScore: rankingScore,
      pruningLogits: pruningLogits)
  }

  /// The answer without the head's logits of the last token.
  package var losingToken: PairPrediction {
    PairPrediction(
      encoding: encoding, rankingLogits: rankingLogits, rankingScore: rankingScore,
      pruningLogits: pruningLogits.dropLast())
  }

  /// The answer with another score.
  package func changingScore(_ change: (Float?) -> Float?) -> PairPrediction {
    PairPrediction(
      encoding: encoding, rankingLogits: rankingLogits, rankingScore: change(rankingScore),
      pruningLogits: pruningLogits)
  }
}
