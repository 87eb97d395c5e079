import PackCheckpoints

extension Rule {
  static let wgt004 = safetensorsRule(
    "WGT004", "header-malformed",
    title: "safetensors: the header is UTF-8 and JSON of the format's shape",
    why: "Every reader parses the header before anything else; what one of them forgives another refuses.",
    advice: rewriteSafetensors,
    codes: [.headerNotUTF8, .headerNotJSON, .metadataNotStrings, .invalidShape])
}
