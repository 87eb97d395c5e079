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
  /// Files that are text even where their bytes are not.
  private static let textSuffixes = [".json", ".py", ".md", ".yml", ".yaml", ".txt", ".jinja"]
  private static let sizeLimit = 1 << 26

  /// Finds the line of each finding that has a byte offset in a text file.
  mutating func locateFindings() {
    var texts: [String: [UInt8]?] = [:]
    for index in findings.indices {
      let place = findings[index].place
      guard let offset = place.byteOffset else { continue }
      let text = texts[place.file] ?? text(of: place.file)
      texts[place.file] = text
      if let text { findings[index].position = TextPosition(byteOffset: offset, in: text) }
    }
  }

  /// The bytes of a file that an editor shows as text; nil for other files.
  private func text(of file: String) -> [UInt8]? {
    guard let bytes = try? readFile(joinPath(package, file), limit: Self.sizeLimit) else { return nil }
    if Self.textSuffixes.contains(where: { file.hasSuffix($0) }) { return bytes }
    guard !bytes.isEmpty, !bytes.prefix(1 << 16).contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self) == nil ? nil : bytes
  }
}
