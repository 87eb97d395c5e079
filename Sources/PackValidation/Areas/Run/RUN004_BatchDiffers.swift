import PackEncoders
import PackFiles
import Pruning

extension Rule {
  static let run004 = Rule(
    "RUN004", "batch-differs", .error, needs: [.model],
    title: "a batch gives what its pairs give alone",
    why: """
      A score that depends on the other passages of its batch makes rankings that cannot be repeated. A missing attention \
      mask is the usual reason.
      """,
    advice: "Report it: this is a bug in pruning-pack. Say what `pruning-pack --version` prints.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let smoke = try context.package.running.smokeInference()
    for (index, (alone, together)) in zip(smoke.alone, smoke.together).enumerated() {
      let place = Place(file: SmokeInference.placeName, jsonPath: "$[\(index)]")
      let single = flatten(alone)
      let batched = flatten(together)
      guard single.count == batched.count else {
        context.report(
          at: place, "the number of outputs differs in a batch", expected: "\(single.count)",
          found: "\(batched.count)")
        continue
      }
      let worst = zip(single, batched).enumerated().max { abs($0.1.0 - $0.1.1) < abs($1.1.0 - $1.1.1) }
      if let (position, (expected, found)) = worst, abs(expected - found) > 1e-5 + 1e-5 * abs(expected) {
        context.report(
          at: place, "output \(position) differs in a batch", expected: "\(expected)", found: "\(found)")
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
