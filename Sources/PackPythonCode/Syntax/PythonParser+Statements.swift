/// Statements that stand on a line, and the blocks of those that have any.
extension PythonParser {
  /// One logical line with the blocks below it.
  mutating func statement(_ statements: inout [PythonSentence]) throws(PythonError) {
    guard let token = next else { return }
    if token.kind == .indent || token.kind == .dedent { throw error("unexpected indentation") }
    let start = position
    if var compound = try compoundStatement() {
      compound.tokens = start..<position
      statements.append(compound)
      return
    }
    try simpleLine(&statements)
  }

  /// Simple statements between semicolons, to the line's end.
  mutating func simpleLine(_ statements: inout [PythonSentence]) throws(PythonError) {
    repeat {
      if next?.kind == .newline { break }
      let start = position
      var simple = try simpleStatement()
      simple.tokens = start..<position
      statements.append(simple)
    } while accept(";")
    guard next?.kind == .newline || next == nil else {
      throw error("not understood", expected: "the end of the statement")
    }
    position += 1
  }

  /// A colon with the block that follows it: indented lines, or simple statements on the same line.
  mutating func block() throws(PythonError) -> [PythonSentence] {
    try expect(":")
    return try nested { parser throws(PythonError) in
      var statements: [PythonSentence] = []
      guard parser.next?.kind == .newline else {
        try parser.simpleLine(&statements)
        return statements
      }
      parser.position += 1
      guard parser.next?.kind == .indent else { throw parser.error("a block is missing") }
      parser.position += 1
      while let token = parser.next, token.kind != .dedent {
        if token.kind == .newline { parser.position += 1 } else { try parser.statement(&statements) }
      }
      parser.position += 1
      return statements
    }
  }

  private mutating func simpleStatement() throws(PythonError) -> PythonSentence {
    let start = offset
    func made(_ kind: PythonSentence.Kind) -> PythonSentence { PythonSentence(kind: kind, offset: start) }
    for keyword in ["pass", "break", "continue"] where acceptKeyword(keyword) { return made(.evaluate([])) }
    if acceptKeyword("return") { return made(.evaluate(startsExpression ? [try expressionList()] : [])) }
    if acceptKeyword("del") {
      let targets = try expressionList()
      return made(.delete([targets]))
    }
    if acceptKeyword("assert") {
      var parts = [try test()]
      if accept(",") { parts.append(try test()) }
      return made(.evaluate(parts))
    }
    if acceptKeyword("raise") {
      var parts = startsExpression ? [try test()] : []
      if acceptKeyword("from") { parts.append(try test()) }
      return made(.evaluate(parts))
    }
    if acceptKeyword("global") { return made(.global(try names())) }
    if acceptKeyword("nonlocal") { return made(.nonlocal(try names())) }
    if acceptKeyword("import") { return made(.import(try importedModules())) }
    if acceptKeyword("from") { return made(try importFrom()) }
    if isKeyword("type"), isIdentifier(ahead: 1) {
      position += 1
      let name = try identifier()
      let parameters = try typeParameters()
      try expect("=")
      return made(.typeAlias(name, parameters, try test()))
    }
    return made(try expressionStatement())
  }

  private mutating func names() throws(PythonError) -> [String] {
    var names = [try identifier()]
    while accept(",") { names.append(try identifier()) }
    return names
  }

  private static let augmented: Set<String> = [
    "+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**=",
  ]

  private mutating func expressionStatement() throws(PythonError) -> PythonSentence.Kind {
    let first = try expressionList()
    if let token = next, token.kind == .symbol, Self.augmented.contains(token.text) {
      position += 1
      let change = try expressionList()
      return .assign([first], make(.operation("augmented", [first, change]), at: token.offset))
    }
    if accept(":") {
      let annotation = try test()
      return .annotate(first, annotation, accept("=") ? try expressionList() : nil)
    }
    guard isSymbol("=") else { return .evaluate([first]) }
    var parts = [first]
    while accept("=") { parts.append(try expressionList()) }
    let value = parts.removeLast()
    return .assign(parts, value)
  }

  // MARK: Imports

  private mutating func dottedName() throws(PythonError) -> String {
    var name = try identifier()
    while accept(".") { name += "." + (try identifier()) }
    return name
  }

  private mutating func importedModules() throws(PythonError) -> [PythonSentence.Imported] {
    var modules: [PythonSentence.Imported] = []
    repeat {
      let start = offset
      let name = try dottedName()
      let alias = acceptKeyword("as") ? try identifier() : nil
      modules.append(PythonSentence.Imported(name: name, alias: alias, offset: start))
    } while accept(",")
    return modules
  }

  private mutating func importFrom() throws(PythonError) -> PythonSentence.Kind {
    var level = 0
    while isSymbol(".") || isSymbol("...") {
      level += isSymbol(".") ? 1 : 3
      position += 1
    }
    let module = level > 0 && isKeyword("import") ? "" : try dottedName()
    try expectKeyword("import")
    if accept("*") { return .importFrom(module, level, nil) }
    let isParenthesised = accept("(")
    var names: [PythonSentence.Imported] = []
    repeat {
      if isParenthesised, isSymbol(")") { break }
      let start = offset
      let name = try identifier()
      let alias = acceptKeyword("as") ? try identifier() : nil
      names.append(PythonSentence.Imported(name: name, alias: alias, offset: start))
    } while accept(",")
    if isParenthesised { try expect(")") }
    return .importFrom(module, level, names)
  }
}
