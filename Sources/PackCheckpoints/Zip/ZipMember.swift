/// A member of a zip archive, as the central directory and its own header agree on it.
struct ZipMember: Sendable {
  enum Method: UInt16, Sendable {
    case stored = 0
    case deflated = 8
  }

  /// Path inside the archive, in UTF-8; checked to stay inside.
  let path: String
  let method: Method
  /// CRC-32 of the bytes before compression.
  let checksum: UInt32
  let compressedSize: Int
  /// Size of the bytes before compression.
  let size: Int
  /// Whether a data descriptor follows the bytes.
  let hasDescriptor: Bool
  let flags: UInt16
  /// Offset of the member's own header in the file.
  let headerOffset: Int
  /// Offset of the bytes in the file; set once the member's own header has been read.
  var dataOffset = 0

  /// Where the bytes, compressed or not, lie in the file.
  var dataRange: Range<Int> { dataOffset..<(dataOffset + compressedSize) }

  /// Whether the member only stands for a directory.
  var isDirectory: Bool { path.utf8.last == UInt8(ascii: "/") }
}
