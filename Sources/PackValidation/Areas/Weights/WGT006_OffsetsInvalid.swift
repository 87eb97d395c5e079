import PackCheckpoints

extension Rule {
  static let wgt006 = safetensorsRule(
    "WGT006", "offsets-invalid",
    title: "safetensors offsets are in order, without gaps or overlaps",
    why: """
      Bytes outside every tensor can hide anything. A tensor that shares bytes with another changes with it. The format \
      forbids both.
      """,
    advice: rewriteSafetensors,
    codes: [.invalidOffsets, .offsetsNotAtZero, .offsetsLeaveHole, .offsetsOverlap], examples: ruleExamples)
}

private let ruleExamples: [RuleExample] = [
  .bad("offsets out of order", blocks: true) {
    try $0.replaceInHeader("\"data_offsets\": [0,", with: "\"data_offsets\": [4,")
  },
  .good("a header that is padded with spaces") { package in
    try package.rewriteHeader(of: package.weights) { $0 + "        " }
  },
]
