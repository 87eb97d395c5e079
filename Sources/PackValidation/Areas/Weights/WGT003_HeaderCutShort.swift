import PackCheckpoints

extension Rule {
  static let wgt003 = safetensorsRule(
    "WGT003", "header-cut-short",
    title: "safetensors headers are complete",
    why: "An interrupted download leaves a file that ends inside its header.",
    advice: "Fetch the file again with `hf download`. If the source is broken too, save the model again.",
    codes: [.headerBeyondFile], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("cut inside the header", blocks: true) { try $0.rewriteWeights { Array($0.prefix(100)) } },
  .good("weights in shards") { try $0.shard() },
]
