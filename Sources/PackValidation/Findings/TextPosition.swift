/// A place in a text file as editors count: lines from 1, columns in Unicode scalars from 1.
public struct TextPosition: Sendable, Hashable {
  /// The line.
  public var line: Int
  /// The column.
  public var column: Int

  /// The positions of bytes, in one pass over the text.
  ///
  /// - Parameters:
  ///   - offsets: offsets in bytes, ascending; one past the end is the end.
  ///   - text: the file's bytes.
  static func positions(of offsets: [Int], in text: [UInt8]) -> [TextPosition] {
    var position = TextPosition(line: 1, column: 1)
    var place = 0
    return offsets.map { offset in
      while place < min(offset, text.count) {
        let byte = text[place]
        if byte == UInt8(ascii: "\n") {
          position = TextPosition(line: position.line + 1, column: 1)
        } else if byte & 0xC0 != 0x80 {
          position.column += 1
        }
        place += 1
      }
      return position
    }
  }
}
