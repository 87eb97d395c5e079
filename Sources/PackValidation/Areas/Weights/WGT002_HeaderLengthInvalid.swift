import PackCheckpoints

extension Rule {
  static let wgt002 = safetensorsRule(
    "WGT002", "header-length-invalid",
    title: "safetensors: the header's length is there and within bounds",
    why:
      "The first 8 bytes say how long the header is; a reader that trusts a wrong one allocates whatever they say.",
    advice: rewriteSafetensors, codes: [.headerLengthMissing, .headerTooLarge])
}
