import PackCheckpoints
import PackFiles

extension Rule {
  static let wgt016 = Rule(
    "WGT016", .warning, needs: [.tensors],
    title: "safetensors metadata says format pt",
    why: "transformers 4 refuses a file whose metadata has no `format`, or another one than `pt`.",
    fix: "Write the file again with the metadata `{\"format\": \"pt\"}`."
  ) { context throws(RuleSkip) in
    let files = context.package.checkpoints.flatMap(\.files)
    guard !files.isEmpty else { throw .prerequisiteFailed("there are no weights") }
    for file in files where file.metadata?["format"] != "pt" {
      context.report(
        at: Place(file: file.name, jsonPath: "$.__metadata__.format"), "metadata does not name the format",
        expected: "\"pt\"", found: file.metadata?["format"] ?? "nothing")
    }
    try context.package.requireAllWeights()
  }
}
