import PackFiles

/// What a repair makes of one file.
struct FileChange: Sendable {
  /// What the file will hold.
  enum Content: Sendable {
    /// These bytes.
    case bytes([UInt8])
    /// What a function writes.
    case written(summary: [String], write: @Sendable (String) throws -> Void)
    /// Nothing: it goes away.
    case removed
  }

  /// Path relative to the package's root.
  var path: String
  /// The rules whose findings it settles.
  var rules: [String]
  var content: Content

  /// The change as a unified diff.
  ///
  /// - Parameter root: the package as it is.
  func diff(root: String) -> String {
    let old = joinPath(root, path)
    switch content {
    case .bytes(let bytes):
      return UnifiedDiff(path: path, old: try? readFile(old), new: bytes).text
    case .written(let summary, _):
      let before = fileKind(old) == nil ? "/dev/null" : "a/\(path.visible)"
      return "--- \(before)\n+++ b/\(path.visible)\n"
        + summary.map { $0.visible + "\n" }.joined()
    case .removed:
      return "--- a/\(path.visible)\n+++ /dev/null\n"
    }
  }
}
