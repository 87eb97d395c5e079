import PackCheckpoints

extension Rule {
  static let wgt008 = safetensorsRule(
    "WGT008", "data-size-differs",
    title: "safetensors files end where their last tensor ends",
    why: "Missing bytes come from an interrupted download. Trailing bytes are a place to hide things in.",
    advice: "Fetch the file again with `hf download`. If the source is broken too, save the model again.",
    codes: [.trailingBytes, .missingBytes], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("cut inside the data", blocks: true) { try $0.rewriteWeights { Array($0.dropLast(4)) } },
  .bad("trailing bytes", blocks: true) { try $0.rewriteWeights { $0 + [0] } },
  .good("weights in shards") { try $0.shard() },
]
