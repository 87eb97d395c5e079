import ModelDir
import PackEncoders

/// How near a package's outputs come to those of PyTorch, case by case.
package struct OutputCheck: Sendable, Hashable {
  /// The outputs of one pair.
  package struct Case: Sendable, Hashable {
    /// The query of the pair.
    package var query: String
    /// The largest difference as a share of what is allowed there: 1 is the bound. Infinite where a number is not finite or
    /// the counts differ; nil where the tokens differ, and numbers cannot be compared.
    package var share: Double?
  }

  /// What computed the other outputs: `recorded with transformers 5.23.0`.
  package var origin: String
  /// The cases.
  package var cases: [Case]

  /// Number of cases that are beyond the bound.
  package var failureCount: Int { cases.count { ($0.share ?? .infinity) > 1 } }

  /// - Parameters:
  ///   - expected: PyTorch's outputs.
  ///   - replays: the package's own, in the same order.
  init(
    origin: String, _ expected: [ReferenceOutputs.Case], _ replays: [Replay], ranking: Tolerance,
    pruning: Tolerance
  ) {
    self.origin = origin
    cases = zip(expected, replays).map { expected, replay in
      guard expected.inputIDs == replay.ids else { return Case(query: expected.query, share: nil) }
      let scores = Self.share(replay.rankingLogits ?? [], of: expected.rankingLogits ?? [], ranking)
      let tokens = Self.share(
        replay.pruningLogits, of: expected.pruningLogits.flatMap { [$0.drop, $0.keep] }, pruning)
      return Case(query: expected.query, share: max(scores, tokens))
    }
  }

  /// Changes what is shown of the pairs.
  mutating func mapQueries(_ change: (String) -> String) {
    origin = change(origin)
    for index in cases.indices { cases[index].query = change(cases[index].query) }
  }

  private static func share(_ found: [Float], of expected: [Float], _ tolerance: Tolerance) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).reduce(0) { largest, pair in
      let (found, expected) = (Double(pair.0), Double(pair.1))
      guard found.isFinite, expected.isFinite else { return .infinity }
      let difference = abs(found - expected)
      let allowed = tolerance.absolute + tolerance.relative * abs(expected)
      return max(largest, difference == 0 ? 0 : difference / allowed)
    }
  }
}
