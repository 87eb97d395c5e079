/// Whether a byte ends a line.
package func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

/// Whether a byte may stand in a name. Those above ASCII may: which letters may is left to an interpreter.
package func isNameByte(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "_") || isDigit(byte) || byte | 0x20 &- 0x61 < 26 || byte >= 0x80
}

/// Whether a byte is a digit of ASCII.
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Whether a byte begins a string literal.
func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }

/// Whether letters before a quote belong to the string: `rb`, `F`.
func isStringPrefix(_ bytes: ArraySlice<UInt8>) -> Bool {
  let prefix = bytes.map { $0 | 0x20 }
  return prefix.count <= 2
    && ["r", "u", "b", "f", "t", "br", "rb", "fr", "rf", "tr", "rt"].contains {
      $0.utf8.elementsEqual(prefix)
    }
}

/// Number of line ends, `\n`, `\r\n` or `\r`.
func pythonLineEnds(in bytes: ArraySlice<UInt8>) -> Int {
  var count = 0
  var previous: UInt8 = 0
  for byte in bytes {
    if byte == 0x0D || byte == 0x0A && previous != 0x0D { count += 1 }
    previous = byte
  }
  return count
}
