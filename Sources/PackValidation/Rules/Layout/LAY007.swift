import PackFiles

extension Rule {
  static let lay007 = Rule(
    "LAY007", .error, needs: [.layout],
    title: "no .gitignore at the root that keeps a file of the package from being uploaded",
    why: """
      The Hub reads the root's .gitignore at upload and leaves out what it matches, without an error: a line like \
      `*.safetensors`, good for a source repository, publishes a model without weights.
      """,
    fix: "Remove the line that is named, or the .gitignore."
  ) { context throws(RuleSkip) in
    let package = context.package
    let name = ".gitignore"
    guard package.files.contains(name) else { throw .notApplicable("there is no .gitignore") }
    let bytes: [UInt8]
    switch package.read(name, limit: 1 << 20) {
    case .success(let read): bytes = read
    case .failure(.broken(let error)):
      context.report(error)
      return
    case .failure: throw .prerequisiteFailed("\(name) cannot be read")
    }
    let ignore = GitIgnore(bytes)
    guard ignore.count <= mostPatterns, package.files.count * ignore.count <= mostComparisons else {
      context.report(
        at: Place(file: name), "more patterns than are read: whether files would not be uploaded is unknown",
        expected: "at most \(mostPatterns), for a package of few files", found: "\(ignore.count)")
      return
    }
    for path in package.filePaths where path != name {
      let isLeftover = path.split(separator: "/").contains { Leftovers.kind(of: String($0)) != nil }
      guard !isLeftover, let line = ignore.pattern(ignoring: path) else { continue }
      context.report(
        at: Place(file: name, byteOffset: line.offset), "\(path) would not be uploaded", found: line.text)
    }
  }

  /// More patterns than any repository has, and of files and patterns together more than anyone waits for.
  private static let mostPatterns = 10_000
  private static let mostComparisons = 20_000_000
}
