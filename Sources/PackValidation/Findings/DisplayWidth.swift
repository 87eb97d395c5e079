extension Unicode.Scalar {
  /// Columns that a terminal gives the character: 2 for those of East Asia and pictures, 0 for marks on others, else 1.
  ///
  /// Source: the wide ranges of Unicode's EastAsianWidth.txt, joined where nothing but unassigned characters lies between.
  var displayWidth: Int {
    guard value >= 0x300 else { return 1 }
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
      0x1AFF0...0x1B2FF,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      switch properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: return 0
      default: return 1
      }
    }
  }
}

extension StringProtocol {
  /// Columns that a terminal gives the text, which has no controls.
  var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }
}
