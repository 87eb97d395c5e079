/// Makes a syntax tree of tokens, by recursive descent.
struct PythonParser {
  let tokens: [PythonToken]
  private let bytes: [UInt8]
  private let name: String
  /// The token that is read next.
  var position = 0
  /// The nodes that were made so far.
  private(set) var nodes: [PythonNode] = []
  private var depth = 0

  /// Deeper than any text that a person wrote: expressions in expressions, and blocks in blocks.
  private static let deepest = 60

  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
  ]

  /// - Parameters:
  ///   - tokens: of a lexer that marks the fields of formatted strings.
  ///   - bytes: the text.
  ///   - name: what errors call it.
  init(_ tokens: [PythonToken], bytes: [UInt8], name: String) {
    self.tokens = PythonOperators.joined(tokens)
    self.bytes = bytes
    self.name = name
  }

  /// The statements of the whole file.
  mutating func file() throws(PythonError) -> [PythonSentence] {
    var statements: [PythonSentence] = []
    while position < tokens.count {
      if tokens[position].kind == .newline {
        position += 1
      } else {
        try statement(&statements)
      }
    }
    return statements
  }

  /// Adds a node.
  mutating func make(_ kind: PythonNode.Kind, at offset: Int) -> PythonNode.ID {
    nodes.append(PythonNode(kind: kind, offset: offset))
    return nodes.count - 1
  }

  /// Goes back to an earlier place, where a reading of the text did not come out.
  mutating func back(to position: Int, nodes count: Int) {
    self.position = position
    nodes.removeLast(nodes.count - count)
  }

  /// Reads something that may contain itself, not deeper than a thread's stack has room for.
  mutating func nested<Value>(
    _ read: (inout PythonParser) throws(PythonError) -> Value
  ) throws(PythonError) -> Value {
    guard depth < Self.deepest else {
      throw error("nested too deeply", expected: "at most \(Self.deepest) levels")
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  // MARK: Tokens

  var next: PythonToken? { position < tokens.count ? tokens[position] : nil }

  var offset: Int { next?.offset ?? bytes.count }

  func isSymbol(_ text: String, ahead: Int = 0) -> Bool {
    position + ahead < tokens.count && tokens[position + ahead].isSymbol(text)
  }

  func isKeyword(_ text: String, ahead: Int = 0) -> Bool {
    position + ahead < tokens.count && tokens[position + ahead].isName(text)
  }

  /// Whether the next token is a name that is no keyword.
  func isIdentifier(ahead: Int = 0) -> Bool {
    position + ahead < tokens.count && tokens[position + ahead].kind == .name
      && !Self.keywords.contains(tokens[position + ahead].text)
  }

  /// Passes over an operator or bracket, if it is next.
  mutating func accept(_ symbol: String) -> Bool {
    guard isSymbol(symbol) else { return false }
    position += 1
    return true
  }

  /// Passes over a keyword, if it is next.
  mutating func acceptKeyword(_ keyword: String) -> Bool {
    guard isKeyword(keyword) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ symbol: String) throws(PythonError) {
    guard accept(symbol) else { throw error("not understood", expected: "'\(symbol)'") }
  }

  mutating func expectKeyword(_ keyword: String) throws(PythonError) {
    guard acceptKeyword(keyword) else { throw error("not understood", expected: "'\(keyword)'") }
  }

  /// A name that is no keyword.
  mutating func identifier() throws(PythonError) -> String {
    guard isIdentifier(), let token = next else { throw error("not understood", expected: "a name") }
    guard token.text.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw error("a name with letters beyond ASCII, which may look like others", expected: "ASCII letters")
    }
    position += 1
    return token.text
  }

  /// An error at the next token.
  func error(_ problem: String, expected: String? = nil) -> PythonError {
    var found: String?
    switch next?.kind {
    case nil: found = "the end of the file"
    case .newline?: found = "the end of the line"
    case .indent?, .dedent?: found = "another indentation"
    case .fieldStart?, .fieldEnd?: found = "a brace of a formatted string"
    case .string?: found = "a string"
    default: found = next.map { "'\($0.text)'" }
    }
    return PythonError(bytes[...], at: offset, name: name, problem, expected: expected, found: found)
  }
}
