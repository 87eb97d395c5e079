extension YAMLScanner {
  /// A text whose lines are kept (`|`) or joined (`>`).
  mutating func takeBlockScalar(isFolded: Bool) throws(YAMLError) -> YAMLToken.Kind {
    advance()
    let (keepsEnd, increment) = try takeBlockHeader()
    try endLine()
    let least = max(indent + 1, 1)
    var breaks: String.UnicodeScalarView
    var indent = least
    if let increment {
      indent = least + increment - 1
      breaks = takeBlockBreaks(indent)
    } else {
      (breaks, indent) = takeBlockIndentation()
      indent = max(indent, least)
    }
    var text = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    while mark.column == indent, peek() != 0 {
      text.add(breaks)
      let startsWithBlank = peek().isBlank
      var length = 0
      while !peek(length).isBreakOrEnd { length += 1 }
      text.add(take(length))
      last = takeBreak()
      breaks = takeBlockBreaks(indent)
      guard mark.column == indent, peek() != 0 else { break }
      if isFolded, last == "\n", !startsWithBlank, !peek().isBlank {
        if breaks.isEmpty { text.append(" ") }
      } else if let last {
        text.append(last)
      }
    }
    if keepsEnd != false, let last { text.append(last) }
    if keepsEnd == true { text.add(breaks) }
    return .scalar(String(text), isPlain: false)
  }

  /// `+` or `-`, and the indentation, in either order.
  ///
  /// - Returns: whether all line breaks at the end are kept, or none, or (nil) the first one; the indentation.
  private mutating func takeBlockHeader() throws(YAMLError) -> (keepsEnd: Bool?, increment: Int?) {
    var keepsEnd: Bool?
    var increment: Int?
    for _ in 0..<2 {
      let character = peek()
      if character.isOne(of: "+-"), keepsEnd == nil {
        keepsEnd = character == UInt32(UInt8(ascii: "+"))
      } else if character.isDigit, increment == nil {
        increment = Int(character - 0x30)
        if increment == 0 { throw error("an indentation is from 1 to 9") }
      } else {
        break
      }
      advance()
    }
    guard peek().isSpaceOrEnd else { throw error("| and > take an indentation, + or - only") }
    return (keepsEnd, increment)
  }

  /// The lines before the text, and the widest indentation among them and the first line with text.
  private mutating func takeBlockIndentation() -> (breaks: String.UnicodeScalarView, widest: Int) {
    var breaks = String.UnicodeScalarView()
    var widest = 0
    while true {
      if let next = takeBreak() {
        breaks.append(next)
      } else if peek() == 0x20 {
        advance()
        widest = max(widest, mark.column)
      } else {
        return (breaks, widest)
      }
    }
  }

  /// Empty lines, and the indentation of the line behind them.
  private mutating func takeBlockBreaks(_ indent: Int) -> String.UnicodeScalarView {
    var breaks = String.UnicodeScalarView()
    while true {
      while mark.column < indent, peek() == 0x20 { advance() }
      guard let next = takeBreak() else { return breaks }
      breaks.append(next)
    }
  }
}
