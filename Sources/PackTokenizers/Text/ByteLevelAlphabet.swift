/// GPT-2's printable stand-ins for the 256 bytes.
enum ByteLevelAlphabet {
  /// The stand-in of each byte: itself where it is printable, else a scalar from U+0100 on.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (0...255).map { (byte: UInt32) in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE { return byte }
      defer { next += 1 }
      return next
    }
  }()

  /// The byte that a scalar stands for, or nil for scalars that stand for none.
  static func byte(for scalar: UInt32) -> UInt8? {
    if scalar < 0x100 { return scalars[Int(scalar)] == scalar ? UInt8(scalar) : nil }
    return scalar < 0x100 + UInt32(displaced.count) ? displaced[Int(scalar - 0x100)] : nil
  }

  private static let displaced: [UInt8] = (0...255).filter { scalars[Int($0)] != UInt32($0) }

  /// The stand-in of the space, `Ġ`.
  static let space: UInt32 = 0x120
}

extension TextTransformer {
  /// Writes the stand-in of every byte; the bytes of a scalar share its place.
  mutating func expandToByteLevel() {
    let alphabet = ByteLevelAlphabet.scalars
    while !isAtEnd {
      let scalar = next
      if scalar < 0x80 {
        replace(with: alphabet[Int(scalar)])
        continue
      }
      var isFirst = true
      for byte in UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
        if isFirst { replace(with: alphabet[Int(byte)]) } else { insert(alphabet[Int(byte)]) }
        isFirst = false
      }
    }
  }
}
