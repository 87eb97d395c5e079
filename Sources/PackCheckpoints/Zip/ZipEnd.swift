import PackFiles

/// Tells whether bytes are a zip archive for any of its readers.
enum ZipEnd {
  private static let size = 22
  private static let locatorSize = 20

  /// Whether bytes begin as a zip archive does.
  static func beginsArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let signature = bytes.integer(UInt32.self, at: 0)
    return signature == 0x0403_4B50 || signature == 0x0605_4B50
  }

  /// Whether bytes begin or end as a zip archive does. Many readers look at the end alone: they take an archive for one
  /// that something stands before, and a few of them one that something stands after.
  static func isArchive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if beginsArchive(bytes) { return true }
    guard bytes.count >= size else { return false }
    var start = max(0, bytes.count - size - 0xFFFF)
    while let position = bytes.firstRange(of: [0x50, 0x4B, 0x05, 0x06], from: start) {
      if isEnd(bytes, at: position) { return true }
      start = position + 1
    }
    return false
  }

  /// Whether a directory, or zip64's pointer to one, ends where the record of the end begins.
  private static func isEnd(_ bytes: UnsafeRawBufferPointer, at position: Int) -> Bool {
    guard let directorySize = bytes.integer(UInt32.self, at: position + 12),
      bytes.integer(UInt16.self, at: position + 20) != nil
    else { return false }
    return bytes.integer(UInt32.self, at: position - locatorSize) == 0x0706_4B50
      || bytes.integer(UInt32.self, at: position - Int(directorySize)) == 0x0201_4B50
  }
}
