/// The patterns of a `.gitignore`, as git reads them: the last one that matches decides.
package struct GitIgnore {
  /// A line of the file, and where it begins.
  package struct Line: Sendable, Hashable {
    /// The line without spaces at its end.
    package var text: String
    /// Where it begins in the file.
    package var offset: Int
  }

  private struct Entry {
    var pattern: GitPattern
    var isNegated: Bool
    var isForDirectories: Bool
    /// Whether it is compared with the name alone, wherever the file lies.
    var isForNames: Bool
    var line: Line
  }

  private var entries: [Entry] = []

  /// How many patterns there are: each may be compared with each file.
  package var count: Int { entries.count }

  /// Reads the lines of a file.
  package init(_ bytes: [UInt8]) {
    var offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    for line in bytes[offset...].split(separator: 0x0A, omittingEmptySubsequences: false) {
      add(line, at: offset)
      offset += line.count + 1
    }
  }

  private mutating func add(_ line: ArraySlice<UInt8>, at offset: Int) {
    guard line.first != UInt8(ascii: "#") else { return }
    let whole = line.last == 0x0D ? line.dropLast() : line
    var text = Self.trimmed(whole.prefix { $0 != 0 })
    let word = Line(text: String(decoding: text, as: UTF8.self), offset: offset)
    let isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    let isForDirectories = text.last == UInt8(ascii: "/")
    if isForDirectories { text.removeLast() }
    guard !text.isEmpty else { return }
    // A slash before the end ties the pattern to the root.
    let isForNames = !text.contains(UInt8(ascii: "/"))
    if !isForNames, text.first == UInt8(ascii: "/") { text.removeFirst() }
    entries.append(
      Entry(
        pattern: GitPattern(text, isForPaths: !isForNames), isNegated: isNegated,
        isForDirectories: isForDirectories, isForNames: isForNames, line: word))
  }

  /// The line without spaces at its end, but for one behind a backslash.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var position = line.startIndex
    while position < line.endIndex {
      let isEscape = line[position] == UInt8(ascii: "\\")
      let isSpace = line[position] == 0x20
      position = min(position + (isEscape ? 2 : 1), line.endIndex)
      if !isSpace { end = position }
    }
    return line[..<end]
  }

  /// The pattern that makes git leave a file out; nil where it is kept.
  package func pattern(ignoring path: String) -> Line? {
    let bytes = Array(path.utf8)
    var start = 0
    // What is in a directory that is left out cannot be taken back in.
    while true {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "/"))
      let whole = bytes[..<(end ?? bytes.count)]
      let match = entries.last { entry in
        (end != nil || !entry.isForDirectories)
          && entry.pattern.matches(entry.isForNames ? whole[start...] : whole)
      }
      if let match, !match.isNegated { return match.line }
      guard let end else { return nil }
      start = end + 1
    }
  }
}
