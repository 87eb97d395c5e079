import ModelDir

/// A directory that is not a package, but a model in a layout that `save` reads.
public struct OtherLayout: Sendable, Hashable {
  /// What the layout is called: `OpenProvence`.
  public let title: String
  /// The command that makes a package of it.
  public let command: String

  /// The rule that reports it.
  static let rule = "LAY001"

  /// - Returns: nil where the directory is a package, or says that it is one, or has no known layout.
  init?(_ package: PackageInspection) {
    guard let layout = try? KnownLayout.detect(package.root), layout.layout != .package, !layout.isOwnFormat
    else { return nil }
    title = layout.layout.title
    let head = layout.layout == .rankingModel ? " --pruning-head FILE" : ""
    command = "pruning-pack save --from \(Self.shellWord(package.root))\(head) --output OUT"
  }

  /// A path as a shell takes it for one word.
  private static func shellWord(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      byte | 0x20 &- 0x61 < 26 || byte &- 0x30 < 10 || "/._-+@%".utf8.contains(byte)
    }
    return isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
  }
}
