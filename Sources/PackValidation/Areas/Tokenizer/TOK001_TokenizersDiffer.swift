import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let tok001 = Rule(
    "TOK001", "tokenizers-differ", .error, needs: [.tokenizer],
    title: "tokenizer.json is the same at the root and in the sub-model",
    why: """
      AutoTokenizer reads the root's file. Whoever loads the sub-model alone reads the other. Without tokenizer.json, \
      transformers 5 silently builds a tokenizer with other ids from other files.
      """,
    advice: "Copy the root's tokenizer.json into the sub-model.",
    grading: "one that is only written in another way is a suggestion",
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
    let meanings = files.compactMap { meaning(package.documents.node($0)) }
    let isSame = meanings.count == 2 && meanings[0] == meanings[1]
    context.report(
      at: Place(file: files[1]),
      isSame
        ? "is written in another way than the root's tokenizer.json"
        : "differs from the root's tokenizer.json",
      severity: isSame ? .suggestion : nil)
  }

  /// What tokenizers make of a file; its version may be missing.
  private static func meaning(_ node: JSONNode?) -> JSONObject? {
    guard let node, case .object(var object) = JSONValue(node) else { return nil }
    if object["version"] == .string("1.0") { object["version"] = nil }
    return object
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another token in one of the two") { package in
    try package.replace("\"##3\"", with: "\"##33\"", in: "ranking_model/tokenizer.json")
  },
  .bad("a line more in one of the two", severity: .suggestion) { package in
    try package.rewrite("ranking_model/tokenizer.json") { $0 + [0x0A] }
  },
  .bad("no version in one of the two", severity: .suggestion) {
    try $0.set("version", to: nil, in: "ranking_model/tokenizer.json")
  },
  .good("a line more in both") { package in
    for file in package.tokenizers { try package.rewrite(file) { $0 + [0x0A] } }
  },
]
