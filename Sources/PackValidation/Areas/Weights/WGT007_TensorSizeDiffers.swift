import PackCheckpoints

extension Rule {
  static let wgt007 = safetensorsRule(
    "WGT007", "tensor-size-differs",
    title: "every tensor is as long as its shape and dtype require",
    why: "A reader of a tensor that is too short runs into the next tensor.",
    advice: rewriteSafetensors, codes: [.sizeMismatch, .sizeOverflow], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("another shape", blocks: true) {
    try $0.replaceInHeader("\"shape\": [16]", with: "\"shape\": [15]")
  },
  .good("weights in shards") { try $0.shard() },
]
