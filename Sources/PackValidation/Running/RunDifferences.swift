import ModelDir
import PackEncoders

extension TransformersRun {
  /// What two runs on the same machine may differ by: sums over memory that lies elsewhere.
  private static let sameMachine = Tolerance(absolute: 1e-5, relative: 1e-5)

  /// What another run of the same package gives other than this one.
  func differences(from other: TransformersRun) -> [LiveDifference] {
    var differences: [LiveDifference] = []
    func compare(_ name: String, _ one: Step?, _ two: Step?) {
      guard let one, let two else {
        if (one == nil) != (two == nil) {
          differences.append(LiveDifference(path: "$.\(name)", problem: "one of the two runs has no \(name)"))
        }
        return
      }
      if (one.failure == nil) != (two.failure == nil) || one.cases.count != two.cases.count {
        differences.append(
          LiveDifference(
            path: "$.\(name)", problem: "only one of the two runs fails",
            expected: one.failure?.message ?? "no failure", found: two.failure?.message ?? "no failure"))
        return
      }
      if one.dtype != two.dtype {
        differences.append(
          LiveDifference(
            path: "$.\(name)", problem: "the type of the weights differs", expected: one.dtype,
            found: two.dtype))
      }
      for (index, (left, right)) in zip(one.cases, two.cases).enumerated() {
        let path = "$.\(name).cases[\(index)]"
        if left.inputIDs != right.inputIDs {
          differences.append(LiveDifference(path: path, problem: "the token ids differ"))
        }
        differences += Self.numbers(path, left.numbers, right.numbers)
      }
      for (index, (left, right)) in zip(one.methods, two.methods).enumerated() {
        let path = "$.\(name).cases[\(index)]"
        differences += Self.numbers(path, left.numbers, right.numbers)
        if left.text != right.text {
          differences.append(
            LiveDifference(
              path: path, problem: "process gives another text", expected: left.text, found: right.text)
          )
        }
      }
    }
    compare("user", user, other.user)
    compare("float32", float32, other.float32)
    compare("cross_encoder", crossEncoder, other.crossEncoder)
    compare("headless", headless, other.headless)
    return differences + Self.numbers("$.cross_encoder", scores, other.scores)
  }

  private static func numbers(_ path: String, _ expected: [Float], _ found: [Float]) -> [LiveDifference] {
    // A number that is not finite in both is reported elsewhere.
    let differs =
      expected.count != found.count
      || zip(expected, found).contains {
        $0.bitPattern != $1.bitPattern && sameMachine.excess(of: $1, over: $0) > 0 && !($0.isNaN && $1.isNaN)
      }
    guard differs else { return [] }
    let place = zip(expected, found).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    return [
      LiveDifference(
        path: path, problem: "the numbers differ", expected: place.map { "\(expected[$0])" },
        found: place.map { "\(found[$0])" })
    ]
  }
}

extension ReferenceOutputs.Case {
  fileprivate var numbers: [Float] { (rankingLogits ?? []) + pruningLogits.flatMap { [$0.drop, $0.keep] } }
}

extension PackageMethods {
  fileprivate var numbers: [Float] {
    let processed: [Float] =
      if case .pruned(_, let score, let compression, let probabilities)? = process {
        (score.map { [$0] } ?? []) + [compression] + probabilities
      } else {
        []
      }
    return (rankingScores ?? []) + (keepProbabilities ?? []) + processed
  }

  fileprivate var text: String? {
    switch process {
    case .pruned(let text, _, _, _)?: text
    case .failed(let message)?: message
    case nil: nil
    }
  }
}
