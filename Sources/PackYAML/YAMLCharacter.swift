/// What a scalar value of the text may be; zero stands behind the end of the text.
extension UInt32 {
  /// A line break of YAML 1.1.
  var isBreak: Bool { self == 0x0A || self == 0x0D || self == 0x85 || self == 0x2028 || self == 0x2029 }

  /// A line break, or the end of the text.
  var isBreakOrEnd: Bool { self == 0 || isBreak }

  /// A space or a tab.
  var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// What ends a word: a blank, a line break or the end.
  var isBlankOrEnd: Bool { isBlank || isBreakOrEnd }

  /// What ends a word where a tab is part of it.
  var isSpaceOrEnd: Bool { self == 0x20 || isBreakOrEnd }

  /// An ASCII digit.
  var isDigit: Bool { self &- 0x30 < 10 }

  /// A character of names of anchors and handles.
  var isNameCharacter: Bool { isDigit || (self | 0x20) &- 0x61 < 26 || self == 0x2D || self == 0x5F }

  /// The value of a hexadecimal digit.
  var hexadecimal: UInt32? {
    if isDigit { return self - 0x30 }
    let letter = (self | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  /// Whether it is one of the characters of an ASCII text.
  func isOne(of characters: StaticString) -> Bool {
    guard self != 0, self < 0x80 else { return false }
    return characters.withUTF8Buffer { $0.contains(UInt8(self)) }
  }

  /// Whether the reader of the Hub's client lets it stand in a text.
  var isPrintable: Bool {
    switch self {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
