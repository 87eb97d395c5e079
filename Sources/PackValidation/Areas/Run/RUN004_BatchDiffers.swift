import PackEncoders
import PackFiles
import Pruning

extension Rule {
  static let run004 = Rule(
    "RUN004", "batch-differs", .error, needs: [.model],
    title: "a batch of N gives what N single runs give",
    why: """
      A score that depends on which other passages were in the batch makes rankings that cannot be repeated; a missing \
      attention mask is the usual reason.
      """,
    advice: "This is a fault of the encoder that ran, not of the package: please report it.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let smoke = try context.package.running.smokeInference()
    for (index, (alone, together)) in zip(smoke.alone, smoke.together).enumerated() {
      let place = Place(file: "smoke inference", jsonPath: "$[\(index)]")
      let single = flatten(alone)
      let batched = flatten(together)
      guard single.count == batched.count else {
        context.report(
          at: place, "a batch gives another number of outputs", expected: "\(single.count)",
          found: "\(batched.count)")
        continue
      }
      let worst = zip(single, batched).enumerated().max { abs($0.1.0 - $0.1.1) < abs($1.1.0 - $1.1.1) }
      if let (position, (expected, found)) = worst, abs(expected - found) > 1e-5 + 1e-5 * abs(expected) {
        context.report(
          at: place, "a batch gives other numbers", expected: "\(expected)",
          found: "\(found) at output \(position)")
      }
    }
  }

  private static func flatten(_ prediction: PairPrediction) -> [Float] {
    (prediction.rankingLogits ?? []) + prediction.pruningLogits.flatMap { [$0.drop, $0.keep] }
  }
}

private let ruleExamples: [RuleExample] = [
  .badAnswers("a batch that changes its rows") { prediction, batch, _ in
    prediction.changingPruning { PruningLogits(drop: $0.drop, keep: batch > 1 ? $0.keep * 1.25 : $0.keep) }
  },
  .badAnswers("a batch that loses a token") { prediction, batch, _ in
    batch > 1 ? prediction.losingToken : prediction
  },
  .goodAnswers("a batch that rounds in another way") { prediction, batch, _ in
    prediction.changingPruning { PruningLogits(drop: $0.drop, keep: batch > 1 ? $0.keep + 1e-6 : $0.keep) }
  },
]
