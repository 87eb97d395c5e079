import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let sec005 = Rule(
    "SEC005", "path-outside-package", .error, needs: [.tokenizer], guardsCode: true,
    title: "the tokenizer's settings point to no file outside the package",
    why: """
      transformers opens the files that these keys name. A path out of the package leads to a file on the user's machine, \
      or to a cache that only the package's author had.
      """,
    advice: "Delete the key: transformers finds the tokenizer's files by name.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let names = [PackageLayout.tokenizerConfig, "special_tokens_map.json", "added_tokens.json"]
    let files = package.documents.json.keys.filter { names.contains(lastPathComponent($0)) }.sorted()
    guard !files.isEmpty else { throw .prerequisiteFailed("the tokenizer's settings cannot be read") }
    for file in files {
      guard let root = package.documents.node(file) else { continue }
      look(into: root, isPath: false, context)
    }
    try package.documents.requireAll(files)
  }

  /// Looks at whatever stands below a key that names files, and for such keys at any depth: `init_inputs` and
  /// `fast_tokenizer_files` are lists, and what a saved tokenizer was made with is an object.
  private static func look(into node: JSONNode, isPath: Bool, _ context: RuleContext) {
    for member in (try? node.members()).map(Array.init) ?? [] {
      look(into: member.value, isPath: isPath || isPathKey(member.key), context)
    }
    for element in (try? node.elements()).map(Array.init) ?? [] {
      look(into: element, isPath: isPath, context)
    }
    guard isPath, let value = try? node.string(), leavesPackage(value) else { return }
    let place = node.place
    let key = place.jsonPath.map { $0.hasPrefix("$.") ? String($0.dropFirst(2)) : $0 } ?? "the key"
    context.report(
      at: place, "\(key) points outside the package", expected: "the name of a file in the package",
      found: value.quotedForMessage,
      advice: "Delete \(key) from \(place.file): transformers finds the tokenizer's files by name.")
  }

  /// Keys whose values are opened; `*name_or_path` is CFG007's.
  private static func isPathKey(_ key: String) -> Bool {
    key.hasSuffix("_file") || key.hasSuffix("_path") && !key.hasSuffix("name_or_path")
      || key.hasSuffix("_dir")
      || key.hasSuffix("_files") || key == "init_inputs"
  }

  private static func leavesPackage(_ value: String) -> Bool {
    guard let first = value.utf8.first else { return false }
    return first == UInt8(ascii: "/") || first == UInt8(ascii: "~") || value.utf8.contains(UInt8(ascii: "\\"))
      || value.utf8.contains(0)
      || value.utf8.contains(UInt8(ascii: ":"))
      || value.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}

private let ruleExamples: [RuleExample] = [
  setting("an absolute path", "special_tokens_map_file", .string("/root/.cache/x.json")),
  setting("a path upwards", "vocab_file", .string("../../vocab.txt")),
  setting(
    "a path in a list", "fast_tokenizer_files", .array([.string("../../tokenizer.1.0.json")]),
    causes: ["TOK008"]),
  // A family's class does not load with it, which is TOK008's.
  .bad("a path in what it was made with") {
    try $0.nameGeneralClass()
    try $0.set("init_inputs", to: .array([.string("/root/vocab.txt")]), in: "tokenizer_config.json")
  },
  setting("a path in an object", "init_kwargs", .object(["vocab_file": .string("../vocab.txt")])),
  .good("a file beside it") {
    try $0.set("vocab_file", to: .string("vocab.txt"), in: "tokenizer_config.json")
  },
]

/// A setting of the tokenizer.
private func setting(
  _ name: String, _ key: String, _ value: JSONValue, causes: Set<String> = []
) -> RuleExample {
  .bad(name, causes: causes) { try $0.set(key, to: value, in: "tokenizer_config.json") }
}
