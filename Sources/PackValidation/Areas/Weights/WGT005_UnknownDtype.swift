import PackCheckpoints

extension Rule {
  static let wgt005 = safetensorsRule(
    "WGT005", "unknown-dtype",
    title: "every safetensors dtype is one that the format defines",
    why: "A reader that does not know a dtype cannot tell how long its tensors are.",
    advice: rewriteSafetensors, codes: [.unknownDType], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("an unknown dtype", blocks: true) { try $0.replaceInHeader("\"F32\"", with: "\"F99\"") },
  .good("weights in shards") { try $0.shard() },
]
