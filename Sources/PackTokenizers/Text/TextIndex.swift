/// Converts places in a text from bytes to scalars.
struct TextIndex {
  private let bytes: [UInt8]
  private let isASCII: Bool
  /// Numbers of the scalars that bytes 0, 256, 512, … are part of.
  private let marks: [UInt32]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let isASCII = bytes.withUnsafeBufferPointer { $0.isASCII }
    self.isASCII = isASCII
    var marks: [UInt32] = []
    if !isASCII {
      marks.reserveCapacity((bytes.count >> 8) + 1)
      bytes.withUnsafeBufferPointer { bytes in
        var starts: UInt32 = 0
        for index in bytes.indices {
          if bytes[index] & 0xC0 != 0x80 { starts += 1 }
          if index & 0xFF == 0 { marks.append(starts - 1) }
        }
      }
    }
    self.marks = marks
  }

  /// A converter that is fast when it is asked in about ascending order.
  func cursor() -> Cursor { Cursor(bytes: bytes, marks: marks, isASCII: isASCII) }

  /// Remembers where it was asked last.
  struct Cursor {
    private let bytes: [UInt8]
    private let marks: [UInt32]
    private let isASCII: Bool
    private var byte = 0
    private var scalar = 0

    fileprivate init(bytes: [UInt8], marks: [UInt32], isASCII: Bool) {
      self.bytes = bytes
      self.marks = marks
      self.isASCII = isASCII
    }

    /// The scalars that bytes `start..<end` are part of.
    ///
    /// A place that starts at the end of the text or behind it stays as it is, as in the reference.
    mutating func scalars(_ start: Int, _ end: Int) -> Range<Int> {
      if start >= bytes.count { return start..<max(start, end) }
      if isASCII { return start..<(end > bytes.count ? start + 2 : max(start, end)) }
      let first = index(of: start)
      if end < bytes.count {
        let last = index(of: end)
        return first..<max(first, last)
      }
      // Past the end: one more than the scalar before it.
      if end > bytes.count { return first..<first + 2 }
      return first..<index(of: end - 1) + 1
    }

    /// Bytes `start..<end`, or those of the scalars they were converted to where they cut one in two.
    func wholeScalars(_ start: Int, _ end: Int, _ scalars: Range<Int>) -> Range<Int> {
      guard start < bytes.count else { return start..<max(start, end) }
      if end <= bytes.count, bytes[start] & 0xC0 != 0x80, end == bytes.count || bytes[end] & 0xC0 != 0x80 {
        return start..<max(start, end)
      }
      var first = start
      while first > 0 && bytes[first] & 0xC0 == 0x80 { first -= 1 }
      return first..<max(first, byte(first, movedBy: scalars.count))
    }

    /// The byte that is `count` scalars after `byte`, or before it where `count` is negative.
    func byte(_ byte: Int, movedBy count: Int) -> Int {
      if isASCII || byte > bytes.count || byte == bytes.count && count > 0 { return byte + count }
      var (moved, left) = (byte, count)
      while left > 0 && moved < bytes.count {
        moved += scalarLength(lead: bytes[moved])
        left -= 1
      }
      while left < 0 && moved > 0 && moved <= bytes.count {
        repeat { moved -= 1 } while moved > 0 && bytes[moved] & 0xC0 == 0x80
        left += 1
      }
      return moved
    }

    /// Number of the scalar that a byte is part of.
    private mutating func index(of target: Int) -> Int {
      if abs(target - byte) > 256 {
        byte = target & ~0xFF
        scalar = Int(marks[target >> 8])
      }
      while byte > target {
        if bytes[byte] & 0xC0 != 0x80 { scalar -= 1 }
        byte -= 1
      }
      while byte < target {
        byte += 1
        if bytes[byte] & 0xC0 != 0x80 { scalar += 1 }
      }
      return scalar
    }
  }
}
