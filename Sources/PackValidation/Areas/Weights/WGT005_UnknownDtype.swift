import PackCheckpoints

extension Rule {
  static let wgt005 = safetensorsRule(
    "WGT005", "unknown-dtype",
    title: "safetensors: every dtype is one of the format's",
    why: "A reader that does not know a type cannot tell how long its tensors are.",
    advice: rewriteSafetensors, codes: [.unknownDType])
}
