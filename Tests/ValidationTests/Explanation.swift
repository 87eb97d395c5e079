import PackFiles
import PackValidation
import PackageFixtures

/// Whether what a finding advises leads to what was broken.
enum Explanation {
  /// The names of a package's files with what is in them, as far as a test can tell two apart.
  static func contents(_ root: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for entry in try listDirectory(root, limit: 200_000) {
      // What is large was made so by the example.
      let isSmall = entry.kind == .file && entry.size < 1 << 20
      contents[entry.path] = isSmall ? try readFile(joinPath(root, entry.path)) : Array("\(entry.size)".utf8)
    }
    return contents
  }

  /// Whether what a rule advises leads from its findings to what was broken: it names the file, the key or the command, or
  /// shows what to write, or speaks of what the finding names, which then has to be what was broken.
  static func advice(_ fix: String, leadsFrom findings: [Finding], to changed: Set<String>) -> Bool {
    if fix.contains("`") || fix.contains("pruning-pack ") { return true }
    return findings.contains { finding in
      let file = finding.place.file
      let keys = (finding.place.jsonPath ?? "").split { ".[]$".contains($0) }.map(String.init)
      if ([lastPathComponent(file)] + keys).contains(where: { $0.utf8.count > 2 && fix.contains($0) }) {
        return true
      }
      let isBroken =
        changed.contains(file) || changed.contains { $0.hasPrefix(file + "/") || file.hasPrefix($0 + "/") }
      return isBroken && (fix.contains("is named") || fix.contains("what is not part"))
    }
  }
}
