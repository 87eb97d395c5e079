import PackFiles

extension Rule {
  static let lay003 = Rule(
    "LAY003", "link-or-case-clash", .error, needs: [.layout], guardsCode: true,
    title: "no link but those of a Hub-cache snapshot, and no names that differ only in case",
    why: """
      A link that leads out of the package is uploaded as something else, or not at all; the signing standard forbids \
      links altogether. Two names that differ only in case are one file on macOS and Windows. The links of a snapshot in \
      the Hub's cache, which lead to its own blobs, are how that cache works.
      """,
    advice:
      "Replace the link that is named by the file it leads to; rename one of two files whose names differ in case only.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    var seen: [String: String] = [:]
    for entry in context.package.listing.entries {
      if entry.kind == .link, !isSnapshotLink(entry, root: context.package.root) {
        context.report(
          at: Place(file: entry.path), "symbolic link", expected: "a regular file",
          found: linkTarget(joinPath(context.package.root, entry.path)) ?? "a link")
      } else if entry.kind == .other {
        context.report(at: Place(file: entry.path), "neither a file nor a directory")
      }
      if let other = seen.updateValue(entry.path, forKey: entry.path.lowercased()) {
        context.report(at: Place(file: entry.path), "name differs from another only in case", found: other)
      }
    }
  }

  /// `snapshots/<revision>/file` leads to `blobs/<digest>` of the same repository.
  private static func isSnapshotLink(_ entry: DirectoryEntry, root: String) -> Bool {
    guard let resolvedRoot = resolvedPath(root),
      let target = resolvedPath(joinPath(root, entry.path)),
      fileKind(target) == .file
    else { return false }
    let snapshots = parentPath(resolvedRoot)
    return lastPathComponent(snapshots) == "snapshots"
      && parentPath(target) == joinPath(parentPath(snapshots), "blobs")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a link to a file of the package") { try $0.makeLink("LIESMICH.md", to: "README.md") },
  .bad("a link out of the package") { try $0.makeLink("notes.md", to: "../notes.md") },
  .bad("names that differ in case") { try $0.write("x", to: "readme.md") },
  .bad("a pipe") { try $0.makePipe("pipe") },
  .good("equal names in two directories") { try $0.copy("README.md", to: "docs/readme.md") },
]
