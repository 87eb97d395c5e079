import CPackZlib

/// CRC-32 as zip archives use it, of bytes that come in pieces.
struct Checksum {
  private(set) var value: UInt32 = 0

  /// Takes in the next bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let size = min(rest.count, 1 << 30)
      value = UInt32(
        truncatingIfNeeded: crc32(uLong(value), base.assumingMemoryBound(to: UInt8.self), uInt(size)))
      rest = UnsafeRawBufferPointer(rebasing: rest[size...])
    }
  }
}
