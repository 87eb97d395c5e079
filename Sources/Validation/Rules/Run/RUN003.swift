import Encoders
import Files
import ModelDir
import Pruning

extension Rule {
  static let run003 = Rule(
    "RUN003", .error, needs: [.model],
    title: "outputs are finite, scores in range, probabilities sum to 1",
    why: "Numbers that are not finite sort anywhere in a ranking and keep or drop everything in a passage.",
    fix:
      "Look at WGT013 first; if the weights are finite, some of them are far too large: go back to the checkpoint."
  ) { context throws(RuleSkip) in
    for (index, prediction) in try context.package.smokeInference().alone.enumerated() {
      let place = Place(file: "smoke inference", jsonPath: "$[\(index)]")
      if let logits = prediction.rankingLogits, let bad = logits.first(where: { !$0.isFinite }) {
        context.report(at: place, "ranking logit is not finite", found: "\(bad)")
      } else if let score = prediction.rankingScore, !score.isFinite || isOutOfRange(score, context.package) {
        context.report(at: place, "ranking score is out of range", expected: "0 to 1", found: "\(score)")
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

  private static func isOutOfRange(_ score: Float, _ package: PackageInspection) -> Bool {
    guard case .success(let config) = package.config, config.activation != .identity else { return false }
    return !(0...1).contains(score)
  }
}
