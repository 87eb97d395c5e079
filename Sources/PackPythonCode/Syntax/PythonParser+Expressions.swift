/// Expressions, with the precedence that the language reference gives operators.
extension PythonParser {
  /// `a, *b, c`: one expression, or a tuple of several.
  mutating func expressionList() throws(PythonError) -> PythonNode.ID {
    let start = offset
    let first = try element()
    guard isSymbol(",") else { return first }
    var elements = [first]
    while accept(","), startsExpression { elements.append(try element()) }
    return make(.tuple(elements), at: start)
  }

  /// Whether an expression can begin with the next token.
  var startsExpression: Bool {
    guard let token = next else { return false }
    switch token.kind {
    case .string, .number: return true
    case .name:
      return !Self.keywords.contains(token.text)
        || ["None", "True", "False", "not", "lambda", "await", "yield"].contains(token.text)
    case .symbol: return ["(", "[", "{", "-", "+", "~", "*", "..."].contains(token.text)
    default: return false
    }
  }

  /// `*x`, or an expression that may name its value.
  mutating func element() throws(PythonError) -> PythonNode.ID {
    let start = offset
    if accept("*") {
      let value = try binary(Self.bitwiseOr)
      return make(.operation("*", [value]), at: start)
    }
    return try named()
  }

  /// `name := value`, or any expression.
  mutating func named() throws(PythonError) -> PythonNode.ID {
    guard isIdentifier(), isSymbol(":=", ahead: 1) else { return try test() }
    let start = offset
    let name = try identifier()
    let target = make(.name(name), at: start)
    try expect(":=")
    let value = try test()
    return make(.walrus(target, value), at: start)
  }

  /// An expression without `:=` and `*`: a conditional one, a lambda, a `yield`.
  mutating func test() throws(PythonError) -> PythonNode.ID {
    try nested { parser throws(PythonError) in try parser.anyTest() }
  }

  private mutating func anyTest() throws(PythonError) -> PythonNode.ID {
    let start = offset
    if acceptKeyword("lambda") { return try lambda(from: start) }
    if acceptKeyword("yield") {
      if acceptKeyword("from") { return make(.operation("yield", [try test()]), at: start) }
      let value = startsExpression ? [try expressionList()] : []
      return make(.operation("yield", value), at: start)
    }
    let value = try binary(0)
    guard acceptKeyword("if") else { return value }
    let condition = try binary(0)
    try expectKeyword("else")
    let other = try test()
    return make(.conditional(value, condition, other), at: start)
  }

  private mutating func lambda(from start: Int) throws(PythonError) -> PythonNode.ID {
    let parameters = try self.parameters(until: ":", isAnnotated: false)
    try expect(":")
    let body = try test()
    return make(.lambda(parameters, body), at: start)
  }

  // MARK: Operators

  static let bitwiseOr = 4
  private static let unary = 10

  /// How tightly an operator between two expressions binds.
  private func precedence(_ token: PythonToken) -> (level: Int, text: String, length: Int)? {
    switch (token.kind, token.text) {
    case (.name, "or"): return (0, "or", 1)
    case (.name, "and"): return (1, "and", 1)
    case (.name, "in"): return (3, "in", 1)
    case (.name, "is"): return isKeyword("not", ahead: 1) ? (3, "is not", 2) : (3, "is", 1)
    case (.name, "not"): return isKeyword("in", ahead: 1) ? (3, "not in", 2) : nil
    case (.symbol, "<"), (.symbol, ">"), (.symbol, "=="), (.symbol, "!="), (.symbol, "<="), (.symbol, ">="):
      return (3, token.text, 1)
    case (.symbol, "|"): return (4, "|", 1)
    case (.symbol, "^"): return (5, "^", 1)
    case (.symbol, "&"): return (6, "&", 1)
    case (.symbol, "<<"), (.symbol, ">>"): return (7, token.text, 1)
    case (.symbol, "+"), (.symbol, "-"): return (8, token.text, 1)
    case (.symbol, "*"), (.symbol, "/"), (.symbol, "//"), (.symbol, "%"), (.symbol, "@"):
      return (9, token.text, 1)
    case (.symbol, "**"): return (11, "**", 1)
    default: return nil
    }
  }

  /// Operators of at least this precedence. A chain of one precedence is one node, however long it is.
  mutating func binary(_ least: Int) throws(PythonError) -> PythonNode.ID {
    let start = offset
    var left = try operand(least)
    var level = -1
    var name = ""
    var parts: [PythonNode.ID] = []
    while let token = next, let sign = precedence(token), sign.level >= least {
      position += sign.length
      // `**` binds to the right, and less tightly than a sign on its right.
      let bound = sign.level == 11 ? Self.unary : sign.level + 1
      let right = try nested { parser throws(PythonError) in try parser.binary(bound) }
      if sign.level == level {
        if sign.text != name { name = "chain" }
        parts.append(right)
      } else {
        if !parts.isEmpty { left = make(.operation(name, parts), at: start) }
        (level, name, parts) = (sign.level, sign.text, [left, right])
      }
    }
    return parts.isEmpty ? left : make(.operation(name, parts), at: start)
  }

  private mutating func operand(_ least: Int) throws(PythonError) -> PythonNode.ID {
    let start = offset
    if least <= 2, acceptKeyword("not") {
      let value = try nested { parser throws(PythonError) in try parser.binary(2) }
      return make(.operation("not", [value]), at: start)
    }
    for sign in ["-", "+", "~"] where accept(sign) {
      let value = try nested { parser throws(PythonError) in try parser.binary(Self.unary) }
      return make(.operation(sign, [value]), at: start)
    }
    if acceptKeyword("await") {
      let value = try primary()
      return make(.operation("await", [value]), at: start)
    }
    return try primary()
  }

  // MARK: What hangs on an expression

  /// An atom with its attributes, calls and subscripts.
  mutating func primary() throws(PythonError) -> PythonNode.ID {
    let start = offset
    var value = try atom()
    while true {
      if accept(".") {
        let place = offset
        value = make(.attribute(value, try identifier()), at: place)
      } else if isSymbol("(") {
        value = make(.call(value, try callArguments()), at: start)
      } else if accept("[") {
        let index = try subscriptIndex()
        try expect("]")
        value = make(.subscript(value, index), at: start)
      } else {
        return value
      }
    }
  }

  private mutating func subscriptIndex() throws(PythonError) -> PythonNode.ID {
    let start = offset
    var parts: [PythonNode.ID] = [try slice()]
    var isTuple = false
    while accept(",") {
      isTuple = true
      if isSymbol("]") { break }
      parts.append(try slice())
    }
    return isTuple ? make(.tuple(parts), at: start) : parts[0]
  }

  private mutating func slice() throws(PythonError) -> PythonNode.ID {
    let start = offset
    var parts: [PythonNode.ID] = []
    if !isSymbol(":") { parts.append(try element()) }
    guard isSymbol(":") else { return parts[0] }
    for _ in 0..<2 where accept(":") {
      if !isSymbol(":"), !isSymbol("]"), !isSymbol(",") { parts.append(try test()) }
    }
    return make(.operation("slice", parts), at: start)
  }

  /// The arguments between the parentheses of a call or of a class statement.
  mutating func callArguments() throws(PythonError) -> [PythonCallArgument] {
    try expect("(")
    var arguments: [PythonCallArgument] = []
    while !isSymbol(")") {
      let start = offset
      if accept("**") {
        arguments.append(PythonCallArgument(keyword: "**", value: try test(), offset: start))
      } else if accept("*") {
        arguments.append(PythonCallArgument(keyword: "*", value: try test(), offset: start))
      } else if isIdentifier(), isSymbol("=", ahead: 1) {
        let keyword = try identifier()
        try expect("=")
        arguments.append(PythonCallArgument(keyword: keyword, value: try test(), offset: start))
      } else {
        var value = try named()
        if isKeyword("for") || isKeyword("async") {
          value = make(.comprehension([value], try clauses()), at: start)
        }
        arguments.append(PythonCallArgument(keyword: nil, value: value, offset: start))
      }
      if !accept(",") { break }
    }
    try expect(")")
    return arguments
  }
}
