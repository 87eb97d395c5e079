/// Reading and writing scalars in buffers that are known to hold valid UTF-8.
@inline(__always)
func scalarLength(lead: UInt8) -> Int {
  lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar that starts at `index`, and its length in bytes.
  ///
  /// The buffer must hold valid UTF-8 and `index` must be the start of a scalar.
  @inline(__always)
  func scalar(at index: Int) -> (value: UInt32, length: Int) {
    let lead = self[index]
    if lead < 0x80 { return (UInt32(lead), 1) }
    let second = UInt32(self[index + 1] & 0x3F)
    if lead < 0xE0 { return (UInt32(lead & 0x1F) << 6 | second, 2) }
    let third = UInt32(self[index + 2] & 0x3F)
    if lead < 0xF0 { return (UInt32(lead & 0x0F) << 12 | second << 6 | third, 3) }
    let fourth = UInt32(self[index + 3] & 0x3F)
    return (UInt32(lead & 0x07) << 18 | second << 12 | third << 6 | fourth, 4)
  }

  /// The start of the scalar before `index`, which must be above 0.
  @inline(__always)
  func scalarStart(before index: Int) -> Int {
    var start = index - 1
    while start > 0 && self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Whether every byte is ASCII.
  var isASCII: Bool {
    var index = 0
    let raw = UnsafeRawBufferPointer(self)
    while index + 8 <= count {
      if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      index += 8
    }
    while index < count {
      if self[index] >= 0x80 { return false }
      index += 1
    }
    return true
  }

  /// A view of a part.
  @inline(__always)
  func part(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: self[start..<end])
  }
}

/// Appends a scalar as UTF-8 and returns its length in bytes.
@inline(__always)
@discardableResult
func appendScalar(_ scalar: UInt32, to bytes: inout [UInt8]) -> Int {
  if scalar < 0x80 {
    bytes.append(UInt8(truncatingIfNeeded: scalar))
    return 1
  }
  if scalar < 0x800 {
    bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
    bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    return 2
  }
  if scalar < 0x10000 {
    bytes.append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
    bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
    bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    return 3
  }
  bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
  bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
  bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
  bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
  return 4
}

/// The scalars of valid UTF-8.
func scalars(of bytes: [UInt8]) -> [UInt32] {
  bytes.withUnsafeBufferPointer { buffer in
    var scalars: [UInt32] = []
    var index = 0
    while index < buffer.count {
      let (value, length) = buffer.scalar(at: index)
      scalars.append(value)
      index += length
    }
    return scalars
  }
}
