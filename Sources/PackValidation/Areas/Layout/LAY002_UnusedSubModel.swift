import ModelDir
import PackFiles

extension Rule {
  static let lay002 = Rule(
    "LAY002", "unused-sub-model", .warning, needs: [.layout],
    title: "no sub-model but the one that the mode uses",
    why: """
      Everyone downloads a second sub-model, and nobody loads it. Readers cannot tell which of the two the published \
      numbers come from.
      """,
    advice: "Delete the directory of the sub-model that the mode does not use.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let mode = try context.package.documents.requiredMode()
    for other in PackageMode.allCases where other != mode {
      if context.package.listing.entries.contains(where: { $0.path == other.subModelDirectory }) {
        context.report(
          at: Place(file: other.subModelDirectory),
          "\(other.subModelDirectory) is not used in mode \(mode.rawValue)",
          expected: "only \(mode.subModelDirectory)",
          advice: "Delete \(other.subModelDirectory) from the package.")
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an encoder in a reranker") { try $0.makeDirectory("encoder_model") },
  .bad("a reranker in an encoder", of: .encoder) { try $0.makeDirectory("ranking_model") },
  .good("a directory of the same name elsewhere") {
    try $0.write("# Notes\n", to: "docs/encoder_model/NOTES.md")
  },
]
