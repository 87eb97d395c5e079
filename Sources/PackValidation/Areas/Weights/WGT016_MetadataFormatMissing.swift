import PackCheckpoints
import PackFiles
import PackJSON

extension Rule {
  static let wgt016 = Rule(
    "WGT016", "metadata-format-missing", .warning, needs: [.tensors],
    title: "safetensors metadata has the format pt",
    why: "transformers 4 refuses a file whose metadata lacks `format`, or has another one than `pt`.",
    advice: "Write the file again with the metadata `{\"format\": \"pt\"}`.",
    fix: .metadataFormat,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let files = context.package.weights.checkpoints.flatMap(\.files)
    guard !files.isEmpty else { throw .prerequisiteFailed("there are no weights") }
    for file in files where file.metadata?["format"] != "pt" {
      context.report(
        at: Place(file: file.name, jsonPath: "$.__metadata__.format"), "metadata lacks the format",
        expected: "\"pt\"", found: file.metadata?["format"] ?? "nothing")
    }
    try context.package.weights.requireAll()
  }
}

extension Fix {
  fileprivate static let metadataFormat = Fix(
    "the header says `{\"format\": \"pt\"}`; the tensors' bytes are the same"
  ) { plan in
    for file in plan.package.weights.checkpoints.flatMap(\.files)
    where file.format == .safetensors && file.metadata?["format"] != "pt" {
      let old = file.metadata?["format"].map { "-__metadata__.format: \($0.quotedForMessage)" }
      let summary = [old, "+__metadata__.format: \"pt\""].compactMap { $0 }
      plan.rewrite(file.name, for: "WGT016", summary: summary) { path in
        try SafetensorsFile(file.path, name: file.name).writeNamingFormat(to: path)
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another format") { try $0.replace("\"pt\"", with: "\"np\"", in: $0.head) },
  .good("metadata of its maker's own beside the format") { package in
    try package.rewriteHeader(of: package.head) {
      $0.replacing("\"format\": \"pt\"", with: "\"format\": \"pt\", \"made by\": \"x\"")
    }
  },
]
