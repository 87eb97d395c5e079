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
