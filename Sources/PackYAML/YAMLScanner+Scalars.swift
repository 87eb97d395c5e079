extension YAMLScanner {
  /// A text without quotes.
  mutating func takePlain() -> String {
    var text = String.UnicodeScalarView()
    var spaces = String.UnicodeScalarView()
    let indent = self.indent + 1
    while peek() != UInt32(UInt8(ascii: "#")) {
      var length = 0
      while !endsPlain(length) { length += 1 }
      if length == 0 { break }
      allowsKey = false
      text.add(spaces)
      text.add(take(length))
      spaces = takePlainSpaces()
      if spaces.isEmpty || flowLevel == 0 && mark.column < indent { break }
    }
    return String(text)
  }

  private func endsPlain(_ distance: Int) -> Bool {
    let character = peek(distance)
    if character.isBlankOrEnd { return true }
    if flowLevel > 0, character.isOne(of: ",?[]{}") { return true }
    guard character == UInt32(UInt8(ascii: ":")) else { return false }
    let next = peek(distance + 1)
    return next.isBlankOrEnd || flowLevel > 0 && next.isOne(of: ",[]{}")
  }

  /// Spaces and line breaks within a text without quotes, as what they mean; nothing where the text ends.
  private mutating func takePlainSpaces() -> String.UnicodeScalarView {
    var length = 0
    while peek(length) == 0x20 { length += 1 }
    let spaces = take(length)
    guard let first = takeBreak() else { return spaces }
    allowsKey = true
    if isAtSeparator { return .init() }
    var breaks = String.UnicodeScalarView()
    while true {
      if peek() == 0x20 {
        advance()
      } else if let more = takeBreak() {
        breaks.append(more)
        if isAtSeparator { return .init() }
      } else {
        return folded(first, breaks)
      }
    }
  }

  /// One line break is a space; of several, the first one means nothing.
  private func folded(_ first: Unicode.Scalar, _ more: String.UnicodeScalarView) -> String.UnicodeScalarView {
    if first == "\n", !more.isEmpty { return more }
    var meaning = String.UnicodeScalarView()
    meaning.append(first == "\n" ? " " : first)
    return meaning + more
  }

  /// A text between quotes.
  mutating func takeQuoted() throws(YAMLError) -> String {
    let start = mark
    let quote = peek()
    let isDouble = quote == UInt32(UInt8(ascii: "\""))
    var text = String.UnicodeScalarView()
    advance()
    while true {
      try takeQuotedWord(isDouble, start, into: &text)
      if peek() == quote { break }
      var length = 0
      while peek(length).isBlank { length += 1 }
      let blanks = take(length)
      if peek() == 0 { throw error("a quotation has no end", at: start) }
      if let first = takeBreak() {
        try text.add(folded(first, takeQuotedBreaks(start)))
      } else {
        text.add(blanks)
      }
    }
    advance()
    return String(text)
  }

  /// Empty lines and the indentation within a quotation.
  private mutating func takeQuotedBreaks(_ start: YAMLMark) throws(YAMLError) -> String.UnicodeScalarView {
    var breaks = String.UnicodeScalarView()
    while true {
      if isAtSeparator { throw error("a quotation has no end", at: start) }
      while peek().isBlank { advance() }
      guard let next = takeBreak() else { return breaks }
      breaks.append(next)
    }
  }

  /// What stands in a quotation up to a blank, a line break or its end.
  private mutating func takeQuotedWord(
    _ isDouble: Bool, _ start: YAMLMark, into text: inout String.UnicodeScalarView
  ) throws(YAMLError) {
    while true {
      var length = 0
      while !peek(length).isBlankOrEnd, !peek(length).isOne(of: "'\"\\") { length += 1 }
      text.add(take(length))
      switch (peek(), isDouble) {
      case (0x27, false) where peek(1) == 0x27:
        text.append("'")
        advance(2)
      case (0x27, true), (0x22, false), (0x5C, false): text.add(take(1))
      case (0x5C, true): try takeEscape(start, into: &text)
      default: return
      }
    }
  }

  private mutating func takeEscape(
    _ start: YAMLMark, into text: inout String.UnicodeScalarView
  ) throws(YAMLError) {
    advance()
    let character = peek()
    if takeBreak() != nil {
      try text.add(takeQuotedBreaks(start))
      return
    }
    if let meaning = Self.escapes[character] {
      text.append(meaning)
      advance()
      return
    }
    guard let length = Self.digits[character] else { throw error("unknown escape in a quotation") }
    advance()
    var code: UInt64 = 0
    for position in 0..<length {
      guard let digit = peek(position).hexadecimal else {
        throw error("an escape has not \(length) hexadecimal digits")
      }
      code = code * 16 + UInt64(digit)
    }
    guard code <= 0x10FFFF else { throw error("an escape beyond U+10FFFF") }
    // Half of a surrogate pair, which the Hub's client keeps, is no character.
    text.append(Unicode.Scalar(UInt32(code)) ?? "\u{FFFD}")
    advance(length)
  }

  private static let digits: [UInt32: Int] = [0x78: 2, 0x75: 4, 0x55: 8]

  private static let escapes: [UInt32: Unicode.Scalar] = {
    let meanings: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("0", "\0"), ("a", "\u{07}"), ("b", "\u{08}"), ("t", "\t"), ("\t", "\t"), ("n", "\n"), ("v", "\u{0B}"),
      ("f", "\u{0C}"), ("r", "\r"), ("e", "\u{1B}"), (" ", " "), ("\"", "\""), ("\\", "\\"), ("/", "/"),
      ("N", "\u{85}"), ("_", "\u{A0}"), ("L", "\u{2028}"), ("P", "\u{2029}"),
    ]
    return Dictionary(uniqueKeysWithValues: meanings.map { ($0.value, $1) })
  }()
}

extension String.UnicodeScalarView {
  /// Adds scalars at the end. `append(contentsOf:)` copies what is there: a text of many words would take time by its square.
  mutating func add(_ more: Self) {
    for scalar in more { append(scalar) }
  }
}
