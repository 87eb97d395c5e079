/// `match` statements and their patterns.
extension PythonParser {
  /// Whether a `match` statement begins here: the word is a name everywhere else.
  var isMatch: Bool {
    guard isKeyword("match"), position + 1 < tokens.count,
      let end = tokens[position...].firstIndex(where: { $0.kind == .newline }), end > position + 1,
      tokens[end - 1].isSymbol(":")
    else { return false }
    return end + 2 < tokens.count && tokens[end + 1].kind == .indent && tokens[end + 2].isName("case")
  }

  mutating func matchStatement() throws(PythonError) -> PythonSentence.Kind {
    position += 1
    let subject = try expressionList()
    try expect(":")
    position += 2
    return try nested { parser throws(PythonError) in
      var cases: [(pattern: PythonNode.ID, guarded: PythonNode.ID?, body: [PythonSentence])] = []
      while parser.next?.kind != .dedent, parser.next != nil {
        try parser.expectKeyword("case")
        let pattern = try parser.patternList()
        let guarded = parser.acceptKeyword("if") ? try parser.named() : nil
        cases.append((pattern, guarded, try parser.block()))
      }
      parser.position += 1
      return .match(subject, cases)
    }
  }

  /// Patterns between commas.
  private mutating func patternList() throws(PythonError) -> PythonNode.ID {
    let start = offset
    var parts = [try pattern()]
    while accept(","), !isSymbol(":"), !isKeyword("if") { parts.append(try pattern()) }
    return parts.count == 1 ? parts[0] : make(.list(parts), at: start)
  }

  /// Alternatives, and the name that the match gets.
  private mutating func pattern() throws(PythonError) -> PythonNode.ID {
    try nested { parser throws(PythonError) in
      let start = parser.offset
      if parser.accept("*") {
        let name = try parser.identifier()
        return parser.make(.capture(name, nil), at: start)
      }
      var parts = [try parser.closedPattern()]
      while parser.accept("|") { parts.append(try parser.closedPattern()) }
      let value = parts.count == 1 ? parts[0] : parser.make(.list(parts), at: start)
      guard parser.acceptKeyword("as") else { return value }
      let name = try parser.identifier()
      return parser.make(.capture(name, value), at: start)
    }
  }

  private mutating func closedPattern() throws(PythonError) -> PythonNode.ID {
    let start = offset
    if accept("(") { return try patterns(until: ")", from: start) }
    if accept("[") { return try patterns(until: "]", from: start) }
    if accept("{") { return try mapping(from: start) }
    guard isIdentifier() else { return try binary(8) }
    let first = try identifier()
    if !isSymbol("."), !isSymbol("(") { return make(.capture(first, nil), at: start) }
    var value = make(.name(first), at: start)
    while accept(".") {
      let place = offset
      value = make(.attribute(value, try identifier()), at: place)
    }
    guard accept("(") else { return value }
    var parts: [PythonNode.ID] = []
    var named: [(name: String, pattern: PythonNode.ID)] = []
    while !isSymbol(")") {
      if isIdentifier(), isSymbol("=", ahead: 1) {
        let name = try identifier()
        try expect("=")
        named.append((name, try pattern()))
      } else {
        parts.append(try pattern())
      }
      if !accept(",") { break }
    }
    try expect(")")
    return make(.classPattern(value, parts, named), at: start)
  }

  private mutating func patterns(until end: String, from start: Int) throws(PythonError) -> PythonNode.ID {
    var parts: [PythonNode.ID] = []
    while !isSymbol(end) {
      parts.append(try pattern())
      if !accept(",") { break }
    }
    try expect(end)
    return make(.list(parts), at: start)
  }

  private mutating func mapping(from start: Int) throws(PythonError) -> PythonNode.ID {
    var parts: [PythonNode.ID] = []
    while !isSymbol("}") {
      if accept("**") {
        let place = offset
        let name = try identifier()
        parts.append(make(.capture(name, nil), at: place))
      } else {
        parts.append(try binary(8))
        try expect(":")
        parts.append(try pattern())
      }
      if !accept(",") { break }
    }
    try expect("}")
    return make(.list(parts), at: start)
  }
}
