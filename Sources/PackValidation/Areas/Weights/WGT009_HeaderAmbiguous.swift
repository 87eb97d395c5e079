import PackCheckpoints

extension Rule {
  static let wgt009 = safetensorsRule(
    "WGT009", "header-ambiguous",
    title: "safetensors: the header begins with { and has no key twice",
    why: """
      The format's description demands both, so that a file cannot be two formats at once and no tensor two things; the \
      reference library does not check them.
      """,
    advice: rewriteSafetensors, codes: [.headerNotAtBrace, .headerDuplicateKey])
}
