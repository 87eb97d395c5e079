import PackCheckpoints

extension Rule {
  static let wgt001 = safetensorsRule(
    "WGT001", "not-weights",
    title: "weights are weights: no LFS pointer, no web page, no empty file",
    why: """
      A clone without Git LFS has pointers of 130 bytes in the place of weights, and a download behind a login page has \
      HTML; both have the right name.
      """,
    advice: "Fetch the file that is named again (`git lfs pull`, or `hf download`).",
    codes: [.emptyFile, .lfsPointer, .htmlPage])
}
