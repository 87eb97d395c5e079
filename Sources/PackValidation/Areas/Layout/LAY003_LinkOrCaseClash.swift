import PackFiles

extension Rule {
  static let lay003 = Rule(
    "LAY003", "link-or-case-clash", .error, needs: [.layout], guardsCode: true,
    title: "no symbolic links, and no two names that differ only in case",
    why: """
      A link that leads out of the package is uploaded as something else, or not at all. The signing standard forbids \
      links altogether. Two names that differ only in case are one file on macOS and Windows. A snapshot in the Hub's cache \
      may have links to the cache's own blobs: that is how the cache works.
      """,
    advice: """
      Replace each symbolic link with a copy of the file that it points to. Of two names that differ only in case, change one.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    var seen: [String: String] = [:]
    for entry in context.package.listing.entries {
      if entry.kind == .link, context.package.listing.blob(of: entry) == nil {
        reportLink(entry.path, context)
      } else if entry.kind == .other {
        context.report(
          at: Place(file: entry.path), "\(entry.path) is neither a file nor a directory",
          expected: "a regular file", found: "a device, a socket or a pipe",
          advice: "Delete \(entry.path) from the package.")
      }
      if let other = seen.updateValue(entry.path, forKey: entry.path.lowercased()) {
        context.report(
          at: Place(file: entry.path), "\(entry.path) and \(other) differ only in case",
          advice: "Rename \(entry.path), or delete it.")
      }
    }
  }

  private static func reportLink(_ path: String, _ context: RuleContext) {
    let location = joinPath(context.package.root, path)
    let target = linkTarget(location)
    let leadsSomewhere = resolvedPath(location).map { fileKind($0) != nil } ?? false
    context.report(
      at: Place(file: path), "\(path) is a symbolic link", expected: "a regular file",
      found: target.map { "a link to \($0)" },
      advice: leadsSomewhere
        ? "Replace \(path) with a copy of \(target ?? "its target")."
        : "Delete \(path): it points to nothing.")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a link to a file of the package") { try $0.makeLink("LIESMICH.md", to: "README.md") },
  .bad("a link out of the package") { try $0.makeLink("notes.md", to: "../notes.md") },
  .bad("names that differ in case") { try $0.write("x", to: "readme.md") },
  .bad("a pipe") { try $0.makePipe("pipe") },
  .good("equal names in two directories") { try $0.copy("README.md", to: "docs/readme.md") },
]
