import PackFiles
import PackJSON
import ModelDir

extension Rule {
  static let sec005 = Rule(
    "SEC005", .error, needs: [.tokenizer],
    title: "no absolute path and no .. in the tokenizer's settings",
    why: """
      transformers opens what these keys name: a path out of the package reads a file of the user's machine, or a cache \
      that only its maker had.
      """,
    fix: "Remove the key that is named; transformers finds the tokenizer's files by their names."
  ) { context throws(RuleSkip) in
    let package = context.package
    let names = [PackageLayout.tokenizerConfig, "special_tokens_map.json", "added_tokens.json"]
    let files = package.json.keys.filter { names.contains(lastPathComponent($0)) }.sorted()
    guard !files.isEmpty else { throw .prerequisiteFailed("the tokenizer's settings cannot be read") }
    for file in files {
      guard let root = package.node(file) else { continue }
      look(into: root, isPath: false, context)
    }
    try package.requireAll(files)
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
    context.report(
      at: node.place, "a path that leads out of the package", expected: "the name of a file beside it",
      found: value.quotedForMessage)
  }

  /// Keys whose values are opened; `*name_or_path` is CFG007's.
  private static func isPathKey(_ key: String) -> Bool {
    key.hasSuffix("_file") || key.hasSuffix("_path") && !key.hasSuffix("name_or_path")
      || key.hasSuffix("_dir")
      || key.hasSuffix("_files") || key == "init_inputs"
  }

  private static func leavesPackage(_ value: String) -> Bool {
    guard let first = value.utf8.first else { return false }
    return first == UInt8(ascii: "/") || first == UInt8(ascii: "~") || value.utf8.contains(UInt8(ascii: "\\")) || value.utf8.contains(0)
      || value.utf8.contains(UInt8(ascii: ":"))
      || value.utf8.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual("..".utf8) }
  }
}
