/// Breaks text into lines at spaces.
struct TextWrap {
  /// Columns of the terminal.
  let width: Int

  /// The text's lines.
  ///
  /// - Parameters:
  ///   - text: made visible; a word that is longer than a line stays whole, so that it can be copied.
  ///   - indent: columns before the first line.
  ///   - hanging: columns before the others.
  func lines(_ text: String, indent: Int = 0, hanging: Int? = nil) -> [String] {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var columns = indent
    var isEmpty = true
    for word in text.split(separator: " ") {
      let wordWidth = word.displayWidth
      if !isEmpty, columns + 1 + wordWidth > width {
        lines.append(line)
        columns = hanging ?? indent
        line = String(repeating: " ", count: columns)
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      columns += (isEmpty ? 0 : 1) + wordWidth
      isEmpty = false
    }
    return lines + [line]
  }

  /// The text on one line, cut where it is longer.
  func cut(_ text: String) -> String {
    guard text.displayWidth > width else { return text }
    var left = width - 1
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      left -= scalar.displayWidth
      if left < 0 { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }
}
