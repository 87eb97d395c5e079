import PackCheckpoints

extension Rule {
  static let wgt004 = safetensorsRule(
    "WGT004", "header-malformed",
    title: "safetensors headers are UTF-8 JSON of the format's shape",
    why: "Every reader parses the header first. What one reader forgives another refuses.",
    advice: rewriteSafetensors,
    codes: [.headerNotUTF8, .headerNotJSON, .metadataNotStrings, .invalidShape], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("a header that is not JSON", blocks: true) { package in
    try package.rewriteWeights { bytes in
      bytes.enumerated().map { $0.offset == 9 ? UInt8(ascii: "x") : $0.element }
    }
  },
  .bad("an unknown key", blocks: true) { try $0.replaceInHeader("\"dtype\"", with: "\"dtypo\"") },
  .good("metadata of its maker's own") { package in
    try package.rewriteHeader(of: package.head) {
      $0.replacing("\"format\": \"pt\"", with: "\"format\": \"pt\", \"made by\": \"x\"")
    }
  },
]
