import ModelDir
import PackFiles

extension Rule {
  static let tok001 = Rule(
    "TOK001", "tokenizers-differ", .error, needs: [.tokenizer],
    title: "tokenizer.json is the same at the root and in the sub-model",
    why: """
      AutoTokenizer reads the root's file. Whoever loads the sub-model alone reads the other. Without tokenizer.json, \
      transformers 5 silently builds a tokenizer with other ids from other files.
      """,
    advice: "Copy the root's tokenizer.json into the sub-model.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [PackageLayout.tokenizer, try package.documents.inSubModel(PackageLayout.tokenizer)]
    guard files.allSatisfy(package.listing.files.contains) else {
      throw .prerequisiteFailed("tokenizer.json is missing")
    }
    let maps = files.compactMap { file in
      try? package.reader.reading { try MappedFile(joinPath(package.root, file), name: file) }.get()
    }
    guard maps.count == 2 else { throw .prerequisiteFailed("tokenizer.json cannot be read") }
    if maps[0].hasSameBytes(as: maps[1]) { return }
    context.report(at: Place(file: files[1]), "differs from the root's tokenizer.json")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a line more in one of the two") { package in
    try package.rewrite("ranking_model/tokenizer.json") { $0 + [0x0A] }
  },
  .good("a line more in both") { package in
    for file in package.tokenizers { try package.rewrite(file) { $0 + [0x0A] } }
  },
]
