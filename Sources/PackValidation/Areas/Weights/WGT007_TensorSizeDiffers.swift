import PackCheckpoints

extension Rule {
  static let wgt007 = safetensorsRule(
    "WGT007", "tensor-size-differs",
    title: "safetensors: every tensor has the bytes that shape and dtype ask for",
    why: "A tensor that is shorter than its shape makes its reader run into the next one.",
    advice: rewriteSafetensors, codes: [.sizeMismatch, .sizeOverflow], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("another shape", blocks: true) {
    try $0.replaceInHeader("\"shape\": [16]", with: "\"shape\": [15]")
  },
  .good("weights in shards") { try $0.shard() },
]
