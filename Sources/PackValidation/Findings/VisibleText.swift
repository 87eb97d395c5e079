extension String {
  /// The text on one line and without tricks: what a terminal would obey, what ends a line, and what turns the direction
  /// of writing is shown as `\u{1b}`. Names and values come from packages that nobody has judged yet.
  var visible: String {
    guard unicodeScalars.contains(where: Self.isInvisible) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      if Self.isInvisible(scalar) {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
    // Marks, embeddings, overrides and isolates of bidirectional text.
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    // Not characters in XML.
    case 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
