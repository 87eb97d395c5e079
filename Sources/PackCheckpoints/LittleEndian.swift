extension UnsafeRawBufferPointer {
  /// The little-endian integer at an offset; nil where it does not lie within the buffer.
  func integer<Value: FixedWidthInteger>(_: Value.Type, at offset: Int) -> Value? {
    guard offset >= 0, offset <= count, count - offset >= MemoryLayout<Value>.size else { return nil }
    return Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
  }

  /// Part of the buffer; nil where it does not lie within.
  func part(_ offset: Int, _ size: Int) -> UnsafeRawBufferPointer? {
    guard offset >= 0, size >= 0, offset <= count, count - offset >= size else { return nil }
    return UnsafeRawBufferPointer(rebasing: self[offset..<(offset + size)])
  }
}
