import PackCheckpoints

extension Rule {
  static let wgt009 = safetensorsRule(
    "WGT009", "header-ambiguous",
    title: "safetensors headers begin with { and have no duplicate keys",
    why: """
      The format's description demands both, so that a file cannot be two formats at once, nor a name two tensors. The \
      reference library does not check them.
      """,
    advice: rewriteSafetensors, codes: [.headerNotAtBrace, .headerDuplicateKey], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("a space before the header", blocks: true) { package in
    try package.rewriteWeights { bytes in bytes.enumerated().map { $0.offset == 8 ? 0x20 : $0.element } }
  },
  .bad("a tensor twice", blocks: true) {
    try $0.replaceInHeader(
      "layer.0.attention.self.query.bias", with: "layer.0.attention.self.value.bias")
  },
  .good("spaces after the header") { package in
    try package.rewriteHeader(of: package.weights) { $0 + "        " }
  },
]
