import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import Pruning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Rule {
  static let run003 = Rule(
    "RUN003", "outputs-invalid", .error, needs: [.model],
    title: "outputs are finite, scores are in range, probabilities sum to 1",
    why: "Numbers that are not finite sort anywhere in a ranking, and keep or drop everything in a passage.",
    advice: """
      Fix the findings of WGT013 first. If all weights are finite, some are far too large: pack the checkpoint again with \
      `pruning-pack save`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (index, prediction) in try context.package.running.smokeInference().alone.enumerated() {
      let place = Place(file: SmokeInference.placeName, jsonPath: "$[\(index)]")
      if let logits = prediction.rankingLogits, let bad = logits.first(where: { !$0.isFinite }) {
        context.report(at: place, "ranking logit is not finite", found: "\(bad)")
      } else if let score = prediction.rankingScore, !score.isFinite || isOutOfRange(score, context.package) {
        context.report(at: place, "ranking score is not a probability", expected: "0 to 1", found: "\(score)")
      } else if let score = prediction.rankingScore, let share = share(prediction, context.package),
        abs(Double(score) - share) > 1e-5
      {
        context.report(
          at: place, "ranking score is not the softmax of its logits", expected: "\(share)", found: "\(score)"
        )
      }
      for (token, logits) in prediction.pruningLogits.enumerated() {
        let keep = logits.keepProbability
        if !logits.drop.isFinite || !logits.keep.isFinite || !(0...1).contains(keep) {
          context.report(
            at: place, "pruning logits of token \(token) are not finite",
            found: "\(logits.drop), \(logits.keep)")
          break
        }
      }
    }
  }

  /// What is the last class's when all classes together have 1; nil where the score is none of several probabilities.
  private static func share(_ prediction: PairPrediction, _ package: PackageInspection) -> Double? {
    guard case .success(let config) = package.documents.config, config.activation == .softmax,
      let logits = prediction.rankingLogits?.map(Double.init), let last = logits.last
    else { return nil }
    return 1 / logits.reduce(0) { $0 + exp($1 - last) }
  }

  private static func isOutOfRange(_ score: Float, _ package: PackageInspection) -> Bool {
    guard case .success(let config) = package.documents.config, config.activation != .identity else {
      return false
    }
    return !(0...1).contains(score)
  }
}

private let ruleExamples: [RuleExample] = [
  .badAnswers("a score above 1") { prediction, _, _ in prediction.changingScore { _ in 1.5 } },
  .badAnswers("a score below 0") { prediction, _, _ in prediction.changingScore { _ in -0.25 } },
  .badAnswers("a score that is NaN") { prediction, _, _ in prediction.changingScore { _ in .nan } },
  .badAnswers("an infinite score") { prediction, _, _ in prediction.changingScore { _ in .infinity } },
  .badAnswers("a score that is not its share of 1", of: .classifier) { prediction, _, _ in
    // Towards the middle, so that it stays a probability.
    prediction.changingScore { score in score.map { $0 > 0.5 ? $0 - 0.01 : $0 + 0.01 } }
  },
  .badAnswers("a ranking logit that is infinite", warns: ["RUN006"]) { prediction, _, _ in
    prediction.changingRanking { _ in .infinity }
  },
  .badAnswers("a pruning logit that is NaN", warns: ["RUN006"]) { prediction, _, _ in
    prediction.changingPruning { PruningLogits(drop: .nan, keep: $0.keep) }
  },
  .good("three scores that share 1", of: .classifier),
  .good("raw logits for scores") {
    try $0.set("ranking_activation", to: .string("identity"), in: $0.configs)
    let settings: JSONObject = ["activation_fn": .string("torch.nn.Identity")]
    try $0.set("sentence_transformers", to: .object(settings), in: "config.json")
  },
]
