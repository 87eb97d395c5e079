import PackCheckpoints
import PackFiles

extension Rule {
  /// What to do about a file that breaks the format where its tensors can still be had.
  static let rewriteSafetensors =
    "Write the file again with `safetensors.torch.save_file(tensors, path, {\"format\": \"pt\"})`."

  /// A rule that holds when opening the checkpoints did not fail for one of these reasons.
  static func safetensorsRule(
    _ id: String, _ name: String, title: String, why: String, advice: String,
    codes: Set<CheckpointError.Code>, examples: [RuleExample] = []
  ) -> Rule {
    Rule(
      id, name, .error, needs: [.tensors], title: title, why: why, advice: advice, examples: examples
    ) { context throws(RuleSkip) in
      var other: CheckpointError?
      var opened = 0
      for checkpoint in [context.package.weights.subModel, context.package.weights.head] {
        guard case .failure(let failure) = checkpoint else {
          opened += 1
          continue
        }
        guard case .broken(let error as CheckpointError) = failure else { continue }
        if codes.contains(error.code) { context.report(error) } else { other = error }
      }
      if context.findings.isEmpty, let other, other.code != .noWeights {
        throw .prerequisiteFailed("\(other.place.file) is broken in another way")
      }
      if context.findings.isEmpty, opened == 0 { throw .prerequisiteFailed("there are no weights") }
    }
  }
}
