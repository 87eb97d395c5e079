import PackCheckpoints

extension Rule {
  static let wgt003 = safetensorsRule(
    "WGT003", "header-cut-short",
    title: "safetensors: the file is as long as its header",
    why: "A download that broke off leaves a file that ends inside its header.",
    advice: "Fetch the file that is named again; if it is whole at its source, write it again.",
    codes: [.headerBeyondFile], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("cut inside the header", blocks: true) { try $0.rewriteWeights { Array($0.prefix(100)) } },
  .good("weights in shards") { try $0.shard() },
]
