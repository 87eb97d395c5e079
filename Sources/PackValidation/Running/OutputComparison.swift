import ModelDir
import PackEncoders

/// The element of an output that is furthest beyond what a tolerance allows.
struct OutputComparison: Sendable, Hashable {
  /// Position in the output, `[3][1]`.
  var index: String
  var expected: Float
  var found: Float
  /// By how much it is beyond; not positive when everything is within.
  var excess: Double

  /// Compares outputs of the same length, element by element.
  ///
  /// - Parameters:
  ///   - found: what came out.
  ///   - expected: what should have.
  ///   - width: elements of a row; 0 where there are no rows.
  /// - Returns: nil for empty outputs.
  static func worst(
    _ found: [Float], against expected: [Float], width: Int = 0, tolerance: Tolerance
  ) -> OutputComparison? {
    var worst: OutputComparison?
    for (position, (found, expected)) in zip(found, expected).enumerated() {
      let excess = tolerance.excess(of: found, over: expected)
      if let worst, excess <= worst.excess { continue }
      let index = width == 0 ? "[\(position)]" : "[\(position / width)][\(position % width)]"
      worst = OutputComparison(index: index, expected: expected, found: found, excess: excess)
    }
    return worst
  }

  /// `|a - b|` of the element.
  var difference: Float { abs(found - expected) }
}

extension ReferenceOutputs.Case {
  /// Compares a case with what came out for it elsewhere.
  ///
  /// - Returns: the worst element of each output, by the output's name; a count that differs is an infinite excess.
  func compare(
    _ replay: Replay, ranking: Tolerance, pruning: Tolerance
  ) -> [(output: String, worst: OutputComparison)] {
    var result: [(output: String, worst: OutputComparison)] = []
    func add(_ output: String, _ found: [Float], _ expected: [Float], _ width: Int, _ tolerance: Tolerance) {
      if found.count != expected.count {
        let worst = OutputComparison(
          index: ".count", expected: Float(expected.count), found: Float(found.count), excess: .infinity)
        result.append((output, worst))
      } else if let worst = OutputComparison.worst(
        found, against: expected, width: width, tolerance: tolerance)
      {
        result.append((output, worst))
      }
    }
    add("ranking_logit", replay.rankingLogits ?? [], self.rankingLogits ?? [], 0, ranking)
    add(
      "pruning_logits", replay.pruningLogits, self.pruningLogits.flatMap { [$0.drop, $0.keep] }, 2, pruning)
    return result
  }
}
