/// Statements with blocks.
extension PythonParser {
  /// The compound statement that begins here, if one does.
  mutating func compoundStatement() throws(PythonError) -> PythonSentence? {
    let start = offset
    func made(_ kind: PythonSentence.Kind) -> PythonSentence { PythonSentence(kind: kind, offset: start) }
    if isSymbol("@") { return made(try decorated()) }
    if isKeyword("async"), !isIdentifier(ahead: 1) {
      position += 1
      guard isKeyword("def") || isKeyword("for") || isKeyword("with") else {
        throw error("not understood", expected: "def, for or with")
      }
    }
    if acceptKeyword("if") { return made(try ifStatement()) }
    if acceptKeyword("while") {
      let condition = try named()
      let body = try block()
      return made(.while(condition, body, try elseBlock()))
    }
    if acceptKeyword("for") {
      let target = try targetList()
      try expectKeyword("in")
      let source = try expressionList()
      let body = try block()
      return made(.for(target, source, body, try elseBlock()))
    }
    if acceptKeyword("try") { return made(try tryStatement()) }
    if acceptKeyword("with") { return made(try withStatement()) }
    if acceptKeyword("def") { return made(.function(try function([]))) }
    if acceptKeyword("class") { return made(.class(try classDefinition([]))) }
    if isMatch { return made(try matchStatement()) }
    return nil
  }

  private mutating func elseBlock() throws(PythonError) -> [PythonSentence] {
    acceptKeyword("else") ? try block() : []
  }

  /// `if` with all its `elif`: one node, however many there are.
  private mutating func ifStatement() throws(PythonError) -> PythonSentence.Kind {
    var branches: [(test: PythonNode.ID, body: [PythonSentence])] = []
    repeat {
      let condition = try named()
      branches.append((condition, try block()))
    } while acceptKeyword("elif")
    return .if(branches, try elseBlock())
  }

  private mutating func tryStatement() throws(PythonError) -> PythonSentence.Kind {
    let body = try block()
    var handlers: [PythonSentence.Handler] = []
    while acceptKeyword("except") {
      _ = accept("*")
      let type = isSymbol(":") ? nil : try expressionList()
      let name = acceptKeyword("as") ? try identifier() : nil
      handlers.append(PythonSentence.Handler(type: type, name: name, body: try block()))
    }
    var rest = try elseBlock()
    if acceptKeyword("finally") { rest += try block() }
    return .try(body, handlers, rest)
  }

  private mutating func withStatement() throws(PythonError) -> PythonSentence.Kind {
    let start = position
    let count = nodes.count
    // Parentheses may hold all items, or belong to the first expression: whichever reading comes out.
    if isSymbol("("), let end = closer(of: position), end + 1 < tokens.count, tokens[end + 1].isSymbol(":") {
      position += 1
      if let items = try? withItems(until: ")"), accept(")"), isSymbol(":") {
        return .with(items, try block())
      }
      back(to: start, nodes: count)
    }
    let items = try withItems(until: ":")
    return .with(items, try block())
  }

  private mutating func withItems(
    until end: String
  ) throws(PythonError) -> [(value: PythonNode.ID, target: PythonNode.ID?)] {
    var items: [(value: PythonNode.ID, target: PythonNode.ID?)] = []
    repeat {
      if isSymbol(end) { break }
      let value = end == ")" ? try named() : try test()
      let target = acceptKeyword("as") ? try primary() : nil
      items.append((value, target))
    } while accept(",")
    return items
  }

  /// The position of the bracket that closes the one at a position.
  private func closer(of opener: Int) -> Int? {
    var depth = 0
    for index in opener..<tokens.count {
      guard tokens[index].kind == .symbol else {
        if tokens[index].kind == .newline { return nil }
        continue
      }
      if ["(", "[", "{"].contains(tokens[index].text) { depth += 1 }
      if [")", "]", "}"].contains(tokens[index].text) {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  // MARK: Definitions

  private mutating func decorated() throws(PythonError) -> PythonSentence.Kind {
    var decorators: [PythonNode.ID] = []
    while accept("@") {
      decorators.append(try named())
      guard next?.kind == .newline else { throw error("not understood", expected: "the end of the line") }
      position += 1
    }
    _ = acceptKeyword("async")
    if acceptKeyword("def") { return .function(try function(decorators)) }
    try expectKeyword("class")
    return .class(try classDefinition(decorators))
  }

  private mutating func function(_ decorators: [PythonNode.ID]) throws(PythonError) -> PythonDefinition {
    let start = offset
    let name = try identifier()
    let typeParameters = try self.typeParameters()
    try expect("(")
    let parameters = try self.parameters(until: ")", isAnnotated: true)
    try expect(")")
    let returns = accept("->") ? try expressionList() : nil
    var definition = PythonDefinition(
      name: name, decorators: decorators, typeParameters: typeParameters, body: try block(), offset: start)
    definition.parameters = parameters
    definition.returns = returns
    return definition
  }

  private mutating func classDefinition(_ decorators: [PythonNode.ID]) throws(PythonError) -> PythonDefinition
  {
    let start = offset
    let name = try identifier()
    let typeParameters = try self.typeParameters()
    let arguments = isSymbol("(") ? try callArguments() : []
    var definition = PythonDefinition(
      name: name, decorators: decorators, typeParameters: typeParameters, body: try block(), offset: start)
    definition.arguments = arguments
    return definition
  }

  /// The parameters of a function or a lambda, up to what ends them.
  mutating func parameters(until end: String, isAnnotated: Bool) throws(PythonError) -> [PythonParameter] {
    var parameters: [PythonParameter] = []
    while !isSymbol(end) {
      if !accept("/") {
        let star = accept("**") ? "**" : accept("*") ? "*" : ""
        if star != "*" || isIdentifier() {
          let start = offset
          var parameter = PythonParameter(name: try identifier(), offset: start)
          parameter.star = star
          if isAnnotated, accept(":") { parameter.annotation = try element() }
          if accept("=") { parameter.defaultValue = try test() }
          parameters.append(parameter)
        }
      }
      if !accept(",") { break }
    }
    return parameters
  }

  /// `[T: bound = default, *Ts, **P]`, if it is there.
  mutating func typeParameters() throws(PythonError) -> [PythonTypeParameter] {
    guard accept("[") else { return [] }
    var parameters: [PythonTypeParameter] = []
    while !isSymbol("]") {
      if !accept("**") { _ = accept("*") }
      let start = offset
      var parameter = PythonTypeParameter(name: try identifier(), values: [], offset: start)
      if accept(":") { parameter.values.append(try test()) }
      if accept("=") { parameter.values.append(try element()) }
      parameters.append(parameter)
      if !accept(",") { break }
    }
    try expect("]")
    return parameters
  }
}
