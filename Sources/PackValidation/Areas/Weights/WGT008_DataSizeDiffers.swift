import PackCheckpoints

extension Rule {
  static let wgt008 = safetensorsRule(
    "WGT008", "data-size-differs",
    title: "safetensors: the tensors cover the file to its end",
    why: "Missing bytes are a broken download, and trailing ones a place to hide things in.",
    advice: "Fetch the file that is named again; if it is whole at its source, write it again.",
    codes: [.trailingBytes, .missingBytes], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("cut inside the data", blocks: true) { try $0.rewriteWeights { Array($0.dropLast(4)) } },
  .bad("trailing bytes", blocks: true) { try $0.rewriteWeights { $0 + [0] } },
  .good("weights in shards") { try $0.shard() },
]
