import ModelDir
import PackFiles
import PackTokenizers
import Pruning

extension Rule {
  static let run006 = Rule(
    "RUN006", "scores-alike", .warning, needs: [.model],
    title: "relevant and irrelevant passages score differently, and some tokens are kept, some dropped",
    why: """
      A head with its random initial weights keeps everything, drops everything, or ignores the text. A \
      classifier that did not load gives every passage the same score.
      """,
    advice:
      "Pack the trained model with the head that was trained with it: `pruning-pack save --pruning-head FILE`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let smoke = try context.package.running.smokeInference()
    let mode = try context.package.documents.requiredMode()
    let place = Place(file: SmokeInference.placeName)
    if mode == .rerankingPruning {
      let scores = smoke.alone.prefix(4).compactMap { $0.rankingLogits?.last }
      let isApart = stride(from: 0, to: scores.count - 1, by: 2).contains {
        abs(scores[$0] - scores[$0 + 1]) > 1e-3
      }
      if !isApart {
        context.report(
          at: place, "relevant and irrelevant passages have the same score", expected: "scores that differ",
          found: scores.map { "\($0)" }.joined(separator: ", "))
      }
    }
    guard case .success(let config) = context.package.documents.config else { return }
    let kept = smoke.alone.prefix(4).flatMap { prediction in
      zip(prediction.keepProbabilities, prediction.encoding.sequenceIDs).filter { $0.1 == 1 }
        .map { Double($0.0) > config.threshold }
    }
    if let first = kept.first, kept.allSatisfy({ $0 == first }) {
      context.report(
        at: place, "every token of every passage is \(first ? "kept" : "dropped")",
        expected: "some kept, some dropped",
        found:
          "\(kept.count) of \(kept.count) tokens \(first ? "kept" : "dropped") at threshold \(config.threshold)"
      )
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a head that keeps everything") { package in
    // The bias lies before the 2 rows of 16 weights, at the end of the file.
    try package.rewrite(package.head) { bytes in
      let bias = bytes.count - 2 * 16 * 4 - 2 * 4
      let values: [Float] = [-50, 50]
      return bytes[..<bias]
        + values.flatMap { value in
          (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
        } + bytes[(bias + 8)...]
    }
  },
  .badAnswers("one score for every passage") { prediction, _, _ in prediction.changingRanking { _ in 0.5 } },
  .good("an encoder, which has no scores", of: .encoder),
]
