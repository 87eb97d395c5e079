import PackFiles

extension Rule {
  static let lay007 = Rule(
    "LAY007", "hidden-by-gitignore", .error, needs: [.layout],
    title: "the root's .gitignore hides no file of the package",
    why: """
      At upload the Hub's client reads the root's .gitignore and leaves out what it matches, without an error. A line like \
      `*.safetensors`, good for a source repository, publishes a model without weights.
      """,
    advice: "Delete the line that hides the file from .gitignore, or delete .gitignore.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let name = ".gitignore"
    guard package.listing.files.contains(name) else { throw .notApplicable("there is no .gitignore") }
    let bytes: [UInt8]
    switch package.reader.read(name, limit: 1 << 20) {
    case .success(let read): bytes = read
    case .failure(.broken(let error)):
      context.report(error, advice: "Delete \(name) from the package, or shorten it.")
      return
    case .failure: throw .prerequisiteFailed("\(name) cannot be read")
    }
    let ignore = GitIgnore(bytes)
    guard ignore.count <= mostPatterns, package.listing.files.count * ignore.count <= mostComparisons else {
      context.report(
        at: Place(file: name), "\(name) has too many patterns to be checked",
        expected: "at most \(mostPatterns), or fewer in a package of many files", found: "\(ignore.count)",
        advice: "Delete \(name) from the package, or shorten it.")
      return
    }
    for path in package.listing.filePaths where path != name {
      let isLeftover = path.split(separator: "/").contains { Leftovers.kind(of: String($0)) != nil }
      guard !isLeftover, let line = ignore.pattern(ignoring: path) else { continue }
      context.report(
        at: Place(file: name, byteOffset: line.offset), "\(path) would not be uploaded",
        found: "the line `\(line.text)`", advice: "Delete the line `\(line.text)` from \(name).")
    }
  }

  /// More patterns than any repository has, and more comparisons than anyone waits for.
  private static let mostPatterns = 10_000
  private static let mostComparisons = 2_000_000
}

private let ruleExamples: [RuleExample] = [
  .bad("more patterns than are read") {
    try $0.write((0...10_000).map { "a\($0)\n" }.joined(), to: ".gitignore")
  },
  .bad("weights that stay behind") {
    try $0.write("# big\n*.safetensors\n!pruning_head/*.safetensors\n", to: ".gitignore")
  },
  .bad("a file of patterns that is too large to be read") {
    try $0.write(String(repeating: "#\n", count: 1 << 20) + "*.safetensors\n", to: ".gitignore")
  },
  .good("patterns that match nothing, and what is taken back in") {
    try $0.write("*.pt\n/docs/\n*.safetensors\n!*.safetensors\n", to: ".gitignore")
  },
  .good("a leftover that stays behind", warns: ["LAY005"]) { package in
    try package.write(".env\n", to: ".gitignore")
    try package.write("A=1\n", to: ".env")
  },
]
