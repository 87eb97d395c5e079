extension String {
  /// The text on one line and without tricks: what a terminal would obey, what ends a line, and what turns the direction
  /// of writing is shown as `\u{1b}`, and nothing in it is a command to a CI system. Names and values come from files that
  /// nobody has judged yet.
  package var visible: String {
    guard needsCare(\.isInvisible) else { return self }
    var text = VisibleText()
    for scalar in unicodeScalars {
      if scalar.isInvisible { text.escape(scalar) } else { text.append(scalar) }
    }
    return text.text
  }

  /// Somebody's text over several lines, which stay lines; the marks that Arabic and Hebrew texts need stay, too. Everything
  /// else is as in ``visible``.
  package var visibleLines: String {
    guard needsCare({ $0.isInvisibleInText }) else { return self }
    var text = VisibleText()
    var scalars = unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      if scalar == "\r", next == "\n" { continue }
      if scalar == "\n" {
        text.beginLine()
      } else if scalar != "\t", scalar.isInvisibleInText {
        text.escape(scalar)
      } else {
        text.append(scalar)
      }
    }
    return text.text
  }

  /// Whether it has to be looked at scalar by scalar.
  private func needsCare(_ isInvisible: (Unicode.Scalar) -> Bool) -> Bool {
    unicodeScalars.contains { isInvisible($0) || $0 == "[" || $0 == ":" }
  }
}

extension Unicode.Scalar {
  /// Whether it ends a line, does something to a terminal, or turns the direction of writing.
  fileprivate var isInvisible: Bool {
    switch value {
    case 0x2028, 0x2029: true
    // Marks of bidirectional text.
    case 0x061C, 0x200E, 0x200F: true
    default: isInvisibleInText
    }
  }

  /// The same, for a text of several lines; a line's end is among them.
  fileprivate var isInvisibleInText: Bool {
    switch value {
    // Controls; embeddings, overrides and isolates of bidirectional text; what is no character.
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }
}

/// A text that is put together so that no line of it is a command: `::name` at the start of a line, and `##[name]` and the like
/// anywhere, are such to CI systems.
private struct VisibleText {
  var text = ""
  /// How many colons the line begins with, white space aside; nil where it begins with something else.
  private var colons: Int? = 0
  /// `#`, `##`, `##name`: the number of signs, with letters after the second.
  private var signs = 0

  mutating func append(_ scalar: Unicode.Scalar) {
    if scalar == ":", colons == 0 {
      colons = 1
    } else if scalar == ":", colons == 1 {
      escape(scalar)
      return
    } else if !(colons == 0 && scalar.properties.isWhitespace) {
      colons = nil
    }
    switch scalar {
    case "#": signs = min(signs + 1, 2)
    case "[" where signs == 2:
      escape(scalar)
      return
    case "a"..."z", "A"..."Z": if signs == 1 { signs = 0 }
    default: signs = 0
    }
    text.unicodeScalars.append(scalar)
  }

  mutating func escape(_ scalar: Unicode.Scalar) {
    text += scalar.escaped
    (colons, signs) = (nil, 0)
  }

  mutating func beginLine() {
    text += "\n"
    (colons, signs) = (0, 0)
  }
}
