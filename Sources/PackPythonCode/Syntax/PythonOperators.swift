/// Operators of several characters, and numbers with a point or an exponent, which the lexer leaves in pieces.
enum PythonOperators {
  /// The longer ones first.
  private static let long = [
    "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "==", "<=", ">=", "**", "//", "<<", ">>", "+=", "-=",
    "*=", "/=", "%=", "@=", "&=", "|=", "^=",
  ]

  /// The tokens with those that make up one operator or number joined.
  static func joined(_ tokens: [PythonToken]) -> [PythonToken] {
    var result: [PythonToken] = []
    result.reserveCapacity(tokens.count)
    var position = 0
    while position < tokens.count {
      var token = tokens[position]
      if token.kind == .symbol {
        if token.text == ".", position + 1 < tokens.count, tokens[position + 1].kind == .number,
          tokens[position + 1].offset == token.offset + 1, !endsOperand(result.last, before: token.offset)
        {
          token = PythonToken(kind: .number, text: "." + tokens[position + 1].text, offset: token.offset)
          position += 1
          joinExponent(&token, tokens, &position)
        } else if position + 1 < tokens.count, tokens[position + 1].kind == .symbol,
          tokens[position + 1].offset == token.offset + 1,
          let symbol = long.first(where: { tokens.isOperator($0, at: position) })
        {
          token.text = symbol
          position += symbol.utf8.count - 1
        }
      } else if token.kind == .number {
        joinExponent(&token, tokens, &position)
      }
      result.append(token)
      position += 1
    }
    return result
  }

  private static func endsOperand(_ token: PythonToken?, before offset: Int) -> Bool {
    guard let token else { return false }
    switch token.kind {
    case .string: return true
    case .name: return !PythonParser.keywords.contains(token.text)
    case .number: return true
    case .symbol: return [")", "]", "}"].contains(token.text)
    default: return false
    }
  }

  /// `1e-5` is three tokens of the lexer.
  private static func joinExponent(_ token: inout PythonToken, _ tokens: [PythonToken], _ position: inout Int)
  {
    guard token.text.utf8.last.map({ $0 | 0x20 == UInt8(ascii: "e") }) == true,
      !token.text.lowercased().hasPrefix("0x"), position + 2 < tokens.count,
      ["+", "-"].contains(tokens[position + 1].text), tokens[position + 1].kind == .symbol,
      tokens[position + 1].offset == token.offset + token.text.utf8.count,
      tokens[position + 2].kind == .number, tokens[position + 2].offset == tokens[position + 1].offset + 1
    else { return }
    token.text += tokens[position + 1].text + tokens[position + 2].text
    position += 2
  }

  /// Whether a text is a number as Python writes it, and nothing else: `1..real` and `1if` are none.
  static func isNumber(_ text: String) -> Bool {
    var digits = Substring(text.lowercased())
    if let radix = ["0x": "0123456789abcdef", "0o": "01234567", "0b": "01"].first(where: {
      digits.hasPrefix($0.key)
    }) {
      digits = digits.dropFirst(2)
      return !digits.isEmpty && digits.allSatisfy { radix.value.contains($0) || $0 == "_" }
    }
    if digits.hasSuffix("j") { digits = digits.dropLast() }
    let parts = digits.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      var exponent = parts[1]
      if exponent.hasPrefix("+") || exponent.hasPrefix("-") { exponent = exponent.dropFirst() }
      guard isDecimal(exponent) else { return false }
    }
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(mantissa.count), mantissa.contains(where: { !$0.isEmpty }) else { return false }
    return mantissa.allSatisfy { $0.isEmpty || isDecimal($0) }
  }

  private static func isDecimal(_ text: Substring) -> Bool {
    text.first.map { $0 != "_" } == true && text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") }
  }
}
