import PackCheckpoints
import PackFiles

extension Rule {
  /// The Hub's viewers read no more.
  private static let hubHeaderLimit = 25_000_000

  static let wgt010 = Rule(
    "WGT010", "header-too-large", .warning, needs: [.tensors],
    title: "safetensors headers are at most 25 MB",
    why:
      "The Hub reads headers up to 25 MB. It shows a file with a larger header without its tensors and dtypes.",
    advice: "Split the checkpoint into shards, or remove long texts from `__metadata__`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let files = context.package.weights.checkpoints.flatMap(\.files)
    guard !files.isEmpty else { throw .prerequisiteFailed("there are no weights") }
    for file in files where file.headerEnd - 8 > hubHeaderLimit {
      context.report(
        at: Place(file: file.name, byteOffset: 0), "the header is too large for the Hub",
        expected: "at most \(hubHeaderLimit) bytes", found: "\(file.headerEnd - 8)")
    }
    try context.package.weights.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a header of 26 MB") { package in
    try package.rewriteHeader(of: package.head) {
      let note = String(repeating: "x", count: 26_000_000)
      return $0.replacing("\"format\": \"pt\"", with: "\"format\": \"pt\", \"note\": \"\(note)\"")
    }
  },
  .good("a header of 1 MB") { package in
    try package.rewriteHeader(of: package.head) {
      let note = String(repeating: "x", count: 1_000_000)
      return $0.replacing("\"format\": \"pt\"", with: "\"format\": \"pt\", \"note\": \"\(note)\"")
    }
  },
]
