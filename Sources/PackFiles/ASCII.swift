extension UInt8 {
  /// Whether it is `A` to `Z` or `a` to `z`.
  @inlinable package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// Whether it is `A` to `Z`.
  @inlinable package var isASCIICapital: Bool { self &- 0x41 < 26 }

  /// Whether it is `0` to `9`.
  @inlinable package var isASCIIDigit: Bool { self &- 0x30 < 10 }
}
