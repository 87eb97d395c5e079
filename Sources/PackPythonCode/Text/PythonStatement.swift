/// A statement: its tokens, and for a compound one (`if`, `def`, ...) the block below its header.
struct PythonStatement {
  /// The keyword of a compound statement, without `async`; nil for a simple one.
  var keyword: String?
  /// Positions of its tokens; for a compound statement those between keyword and colon.
  var tokens: Range<Int>
  /// The block below it.
  var body: [PythonStatement] = []

  private static let compound: Set<String> = [
    "if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def", "class", "match", "case",
  ]

  /// The statements of a file.
  static func statements(of tokens: [PythonToken]) -> [PythonStatement] {
    var position = 0
    return block(tokens, &position)
  }

  /// Blocks are not nested deeper than the lexer lets them be.
  private static func block(_ tokens: [PythonToken], _ position: inout Int) -> [PythonStatement] {
    var statements: [PythonStatement] = []
    while position < tokens.count {
      switch tokens[position].kind {
      case .dedent:
        position += 1
        return statements
      case .indent:
        position += 1
        let inner = block(tokens, &position)
        if statements.last?.keyword != nil {
          statements[statements.count - 1].body += inner
        } else {
          statements += inner
        }
      case .newline: position += 1
      default:
        let end = tokens[position...].firstIndex { $0.kind == .newline } ?? tokens.count
        line(tokens, position..<end, &statements)
        position = end
      }
    }
    return statements
  }

  /// The statements of one logical line: a header with what follows its colon, or simple ones between semicolons.
  private static func line(
    _ tokens: [PythonToken], _ range: Range<Int>, _ statements: inout [PythonStatement]
  ) {
    var first = range.lowerBound
    if tokens[first].isName("async"), first + 1 < range.upperBound { first += 1 }
    if tokens[first].kind == .name, compound.contains(tokens[first].text),
      let colon = headerEnd(tokens, (first + 1)..<range.upperBound)
    {
      statements.append(
        PythonStatement(
          keyword: tokens[first].text, tokens: (first + 1)..<colon,
          body: simple(tokens, (colon + 1)..<range.upperBound)))
    } else {
      statements += simple(tokens, range)
    }
  }

  /// The colon that ends a header, outside brackets and lambdas.
  private static func headerEnd(_ tokens: [PythonToken], _ range: Range<Int>) -> Int? {
    var depth = 0
    var lambdas = 0
    for position in range {
      let token = tokens[position]
      if token.isName("lambda") && depth == 0 { lambdas += 1 }
      guard token.kind == .symbol else { continue }
      switch token.text {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case ":" where depth == 0 && !tokens.isOperator(":=", at: position):
        if lambdas == 0 { return position }
        lambdas -= 1
      default: break
      }
    }
    return nil
  }

  private static func simple(_ tokens: [PythonToken], _ range: Range<Int>) -> [PythonStatement] {
    var statements: [PythonStatement] = []
    var start = range.lowerBound
    for position in range where tokens[position].isSymbol(";") {
      if start < position { statements.append(PythonStatement(tokens: start..<position)) }
      start = position + 1
    }
    if start < range.upperBound { statements.append(PythonStatement(tokens: start..<range.upperBound)) }
    return statements
  }
}

extension PythonToken {
  /// Whether it is this name or keyword.
  func isName(_ text: String) -> Bool { kind == .name && self.text == text }

  /// Whether it is this operator or bracket.
  func isSymbol(_ text: String) -> Bool { kind == .symbol && self.text == text }
}

extension [PythonToken] {
  /// Whether the bytes of an operator of several characters begin at a token.
  func isOperator(_ text: String, at position: Int) -> Bool {
    var index = position
    var offset = self[position].offset
    for byte in text.utf8 {
      guard index < count, self[index].kind == .symbol, self[index].offset == offset,
        self[index].text.utf8.first == byte
      else { return false }
      index += 1
      offset += 1
    }
    return true
  }
}
