/// Names, literals, and what stands in brackets.
extension PythonParser {
  /// The innermost piece of an expression.
  mutating func atom() throws(PythonError) -> PythonNode.ID {
    let start = offset
    guard let token = next else { throw error("not understood", expected: "an expression") }
    switch token.kind {
    case .string: return try string()
    case .number:
      guard PythonOperators.isNumber(token.text) else { throw error("not understood", expected: "a number") }
      position += 1
      return make(.constant(token.text), at: start)
    case .name:
      if ["None", "True", "False"].contains(token.text) {
        position += 1
        return make(.constant(token.text), at: start)
      }
      return make(.name(try identifier()), at: start)
    case .symbol:
      if accept("...") { return make(.constant("..."), at: start) }
      if ["(", "[", "{"].contains(token.text) {
        return try nested { parser throws(PythonError) in
          switch token.text {
          case "(": try parser.parenthesised()
          case "[": try parser.bracketed()
          default: try parser.braced()
          }
        }
      }
      throw error("not understood", expected: "an expression")
    default: throw error("not understood", expected: "an expression")
    }
  }

  /// Adjacent strings, which are one, and the expressions in them.
  private mutating func string() throws(PythonError) -> PythonNode.ID {
    let start = offset
    var text = PythonText("")
    var fields: [PythonNode.ID] = []
    while let token = next, token.kind == .string {
      position += 1
      let before = fields.count
      while next?.kind == .fieldStart {
        position += 1
        fields.append(try expressionList())
        // `{x=}` shows the expression too.
        _ = accept("=")
        guard next?.kind == .fieldEnd else { throw error("not understood", expected: "'}'") }
        position += 1
      }
      text = text + PythonText(token, hasFields: fields.count > before)
    }
    return make(.string(text, fields: fields), at: start)
  }

  private mutating func parenthesised() throws(PythonError) -> PythonNode.ID {
    let start = offset
    try expect("(")
    if accept(")") { return make(.tuple([]), at: start) }
    let first = try element()
    if isKeyword("for") || isKeyword("async") {
      let made = make(.comprehension([first], try clauses()), at: start)
      try expect(")")
      return made
    }
    guard isSymbol(",") else {
      try expect(")")
      return first
    }
    var elements = [first]
    while accept(","), !isSymbol(")") { elements.append(try element()) }
    try expect(")")
    return make(.tuple(elements), at: start)
  }

  private mutating func bracketed() throws(PythonError) -> PythonNode.ID {
    let start = offset
    try expect("[")
    var elements: [PythonNode.ID] = []
    while !isSymbol("]") {
      elements.append(try element())
      if elements.count == 1, isKeyword("for") || isKeyword("async") {
        let made = make(.comprehension(elements, try clauses()), at: start)
        try expect("]")
        return made
      }
      if !accept(",") { break }
    }
    try expect("]")
    return make(.list(elements), at: start)
  }

  private mutating func braced() throws(PythonError) -> PythonNode.ID {
    let start = offset
    try expect("{")
    if accept("}") { return make(.dictionary([]), at: start) }
    var pairs: [(key: PythonNode.ID?, value: PythonNode.ID)] = []
    var elements: [PythonNode.ID] = []
    while !isSymbol("}") {
      if accept("**") {
        pairs.append((nil, try binary(Self.bitwiseOr)))
      } else {
        let first = try element()
        if accept(":") {
          pairs.append((first, try test()))
        } else {
          elements.append(first)
        }
      }
      if isKeyword("for") || isKeyword("async"), pairs.count + elements.count == 1 {
        let collected = elements + pairs.flatMap { [$0.key, $0.value].compactMap { $0 } }
        let made = make(.comprehension(collected, try clauses()), at: start)
        try expect("}")
        return made
      }
      if !accept(",") { break }
    }
    guard pairs.isEmpty || elements.isEmpty else {
      throw error("not understood", expected: "either a dictionary or a set")
    }
    try expect("}")
    return make(pairs.isEmpty ? .set(elements) : .dictionary(pairs), at: start)
  }

  /// The `for ... in ... if ...` of a comprehension.
  mutating func clauses() throws(PythonError) -> [PythonClause] {
    var clauses: [PythonClause] = []
    while isKeyword("for") || isKeyword("async") {
      _ = acceptKeyword("async")
      try expectKeyword("for")
      let target = try targetList()
      try expectKeyword("in")
      let source = try condition()
      var conditions: [PythonNode.ID] = []
      while acceptKeyword("if") { conditions.append(try condition()) }
      clauses.append(PythonClause(target: target, source: source, conditions: conditions))
    }
    return clauses
  }

  /// An expression after which an `if` belongs to what is around it.
  private mutating func condition() throws(PythonError) -> PythonNode.ID {
    if isIdentifier(), isSymbol(":=", ahead: 1) { return try named() }
    if isKeyword("lambda") { return try test() }
    return try nested { parser throws(PythonError) in try parser.binary(0) }
  }

  /// What a `for` binds: names, attributes, subscripts, and tuples of them.
  mutating func targetList() throws(PythonError) -> PythonNode.ID {
    let start = offset
    func one(_ parser: inout PythonParser) throws(PythonError) -> PythonNode.ID {
      let start = parser.offset
      let isStarred = parser.accept("*")
      let value = try parser.primary()
      return isStarred ? parser.make(.operation("*", [value]), at: start) : value
    }
    let first = try one(&self)
    guard isSymbol(",") else { return first }
    var elements = [first]
    while accept(","), !isKeyword("in") { elements.append(try one(&self)) }
    return make(.tuple(elements), at: start)
  }
}
