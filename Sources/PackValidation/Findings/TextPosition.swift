import PackFiles

/// A place in a text file as editors count: lines from 1, columns in Unicode scalars from 1.
public struct TextPosition: Sendable, Hashable {
  /// The line.
  public var line: Int
  /// The column.
  public var column: Int

  /// The position of a byte.
  ///
  /// - Parameters:
  ///   - offset: offset in bytes; one past the end is the end.
  ///   - text: the file's bytes.
  init(byteOffset offset: Int, in text: [UInt8]) {
    let before = text[..<min(max(offset, 0), text.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    line = 1 + before.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    column = 1 + before[lineStart...].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
  }
}

extension VerifyReport {
  /// Kinds of files whose lines somebody may look at.
  private static let textSuffixes = [".json", ".py", ".md", ".yml", ".yaml", ".txt", ".jinja"]
  private static let sizeLimit = 1 << 26

  /// Finds the line of each finding that has a byte offset in a text file.
  mutating func locateFindings() {
    var texts: [String: [UInt8]] = [:]
    for index in findings.indices {
      let place = findings[index].place
      guard let offset = place.byteOffset, Self.textSuffixes.contains(where: { place.file.hasSuffix($0) })
      else { continue }
      let text = texts[place.file] ?? (try? readFile(joinPath(package, place.file), limit: Self.sizeLimit))
      guard let text else { continue }
      texts[place.file] = text
      findings[index].position = TextPosition(byteOffset: offset, in: text)
    }
  }
}
