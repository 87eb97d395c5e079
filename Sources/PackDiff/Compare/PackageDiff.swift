import ModelDir
import PackFiles

/// What a release changes: two packages, side by side.
///
/// ```swift
/// let diff = try PackageDiff(old: "my-pruner-1", new: "my-pruner-2", threads: 2)
/// for section in diff.sections { print(section.name, section.summary) }
/// ```
public struct PackageDiff: Sendable {
  /// What the old package is called.
  public var old: String
  /// What the new package is called.
  public var new: String
  /// All sections, in the order in which they are shown.
  public let sections: [DiffSection]

  /// Compares two packages.
  ///
  /// - Parameters:
  ///   - old: a package's directory.
  ///   - new: another one.
  ///   - threads: how many threads may be used.
  /// - Throws: the error of whichever part of a package cannot be read or run; ``PackFiles/FileError`` when one changes
  ///   meanwhile.
  public init(old: String, new: String, threads: Int) throws {
    self.old = old
    self.new = new
    sections = try FileWatch.during([old, new]) { watch in
      let sides = try DiffSides(
        old: PackageSide(old, threads: threads), new: PackageSide(new, threads: threads))
      let sections = [
        try sides.settings(), try sides.tokenizer(), try sides.tensors(threads: threads), sides.code(),
        try sides.card(), sides.license(), try sides.outputs(), sides.files(),
      ]
      try watch.check()
      return sections
    }
  }

  /// Whether users see no difference; files may still have other bytes.
  public var isEqual: Bool { visible.isEmpty }

  /// The differences that users see.
  public var visible: [DiffEntry] { sections.flatMap(\.entries).filter(\.isVisible) }

  /// The differences that nobody sees.
  public var unseen: [DiffEntry] { sections.flatMap(\.entries).filter { !$0.isVisible } }

  /// The result in one sentence.
  public var verdict: String {
    let names = sections.filter { $0.entries.contains(where: \.isVisible) }.map(\.name)
    if !names.isEmpty { return "Different: \(names.joined(separator: ", "))" }
    return unseen.isEmpty
      ? "Equal" : "Equal for users: only what nobody sees is written differently"
  }
}
