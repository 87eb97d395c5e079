import PackCheckpoints

extension Rule {
  static let wgt007 = safetensorsRule(
    "WGT007", "tensor-size-differs",
    title: "safetensors: every tensor has the bytes that shape and dtype ask for",
    why: "A tensor that is shorter than its shape makes its reader run into the next one.",
    advice: rewriteSafetensors, codes: [.sizeMismatch, .sizeOverflow])
}
