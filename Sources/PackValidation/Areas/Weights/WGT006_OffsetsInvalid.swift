import PackCheckpoints

extension Rule {
  static let wgt006 = safetensorsRule(
    "WGT006", "offsets-invalid",
    title: "safetensors: offsets are in order, without a hole and without overlap",
    why: """
      Bytes that belong to no tensor can hide anything, and a tensor that shares bytes with another changes with it; the \
      format forbids both.
      """,
    advice: rewriteSafetensors,
    codes: [.invalidOffsets, .offsetsNotAtZero, .offsetsLeaveHole, .offsetsOverlap])
}
