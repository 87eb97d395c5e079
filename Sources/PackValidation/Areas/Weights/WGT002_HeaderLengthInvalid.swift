import PackCheckpoints

extension Rule {
  static let wgt002 = safetensorsRule(
    "WGT002", "header-length-invalid",
    title: "safetensors files begin with a valid header length",
    why:
      "The first 8 bytes give the header's length. A reader that trusts a wrong one allocates whatever it says.",
    advice: rewriteSafetensors, codes: [.headerLengthMissing, .headerTooLarge], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("four bytes", blocks: true) { try $0.rewriteWeights { Array($0.prefix(4)) } },
  .bad("a header of 2^64 - 1 bytes", blocks: true) {
    try $0.rewriteWeights { [UInt8](repeating: 0xFF, count: 8) + $0.dropFirst(8) }
  },
  .good("a header that is padded with spaces") { package in
    try package.rewriteHeader(of: package.weights) { $0 + "        " }
  },
]
