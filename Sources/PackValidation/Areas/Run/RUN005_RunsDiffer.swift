import PackEncoders
import PackFiles
import Pruning

extension Rule {
  static let run005 = Rule(
    "RUN005", "runs-differ", .warning, needs: [.model],
    title: "two runs give the same numbers, to the bit",
    why: """
      A result that changes from run to run cannot be compared with anything. The usual reason is memory that nobody wrote \
      to. Another is threads that add up in the order in which they finish.
      """,
    advice: "Report it: this is a bug in pruning-pack. Say what `pruning-pack --version` prints.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let smoke = try context.package.running.smokeInference()
    for (index, (first, second)) in zip(smoke.alone, smoke.again).enumerated() {
      let (expected, found) = (flatten(first), flatten(second))
      let place = Place(file: SmokeInference.placeName, jsonPath: "$[\(index)]")
      guard expected.count == found.count else {
        context.report(
          at: place, "the number of outputs differs in a second run", expected: "\(expected.count)",
          found: "\(found.count)")
        continue
      }
      // Bit patterns: a NaN that comes again is the same.
      if let position = zip(expected, found).enumerated().first(where: { $1.0.bitPattern != $1.1.bitPattern }
      )?.offset {
        context.report(
          at: place, "output \(position) differs in a second run", expected: "\(expected[position])",
          found: "\(found[position])")
      }
    }
  }

  private static func flatten(_ prediction: PairPrediction) -> [Float] {
    (prediction.rankingLogits ?? []) + prediction.pruningLogits.flatMap { [$0.drop, $0.keep] }
  }
}

private let ruleExamples: [RuleExample] = [
  .badAnswers("a second run that rounds in another way") { prediction, _, run in
    // The runs after the pairs alone and the batch are the second ones. One bit is enough.
    prediction.changingPruning {
      PruningLogits(drop: $0.drop, keep: run > SmokeInference.pairs.count ? $0.keep + 1e-5 : $0.keep)
    }
  },
  .badAnswers("a second run that loses a token") { prediction, _, run in
    run > SmokeInference.pairs.count ? prediction.losingToken : prediction
  },
  .goodAnswers("a batch, which is no second run, that rounds in another way") { prediction, batch, _ in
    prediction.changingPruning { PruningLogits(drop: $0.drop, keep: batch > 1 ? $0.keep + 1e-6 : $0.keep) }
  },
]
