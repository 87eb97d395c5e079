extension PythonScan {
  /// Leaves of the names that were read those that the file binds nowhere, as far as the tokens tell.
  mutating func dropBoundNames() {
    if facts.imports.contains(where: { $0.member == "*" }) {
      facts.unboundNames = []
    } else {
      let bound = boundNames()
      facts.unboundNames.removeAll {
        bound.contains($0.text) || PythonFacts.isReserved($0.text) || isDisguised($0.text)
      }
    }
  }

  /// Every name that the file imports, assigns to, defines, loops over, captures or declares, wherever. In doubt a name is
  /// taken for bound.
  private func boundNames() -> Set<String> {
    var names = Set(imported.keys)
    for position in tokens.indices where tokens[position].kind == .name { bind(at: position, &names) }
    bindTargets(statements, &names)
    return names
  }

  private func bindTargets(_ block: [PythonStatement], _ names: inout Set<String>) {
    for statement in block {
      bindTargets(statement.body, &names)
      guard statement.keyword == nil, let first = statement.tokens.first else { continue }
      for target in assignmentParts(statement.tokens).targets { names.formUnion(targets(target)) }
      if statement.tokens.count > 1, tokens[first + 1].isSymbol(":") { names.insert(tokens[first].text) }
    }
  }

  /// What a keyword binds, and what stands before a walrus.
  private func bind(at position: Int, _ names: inout Set<String>) {
    let next = position + 1
    guard next < tokens.count else { return }
    let rest = next..<min(next + Self.mostTargets, tokens.count)
    func insert(_ positions: some Sequence<Int>) {
      for position in positions where tokens[position].kind == .name { names.insert(tokens[position].text) }
    }
    switch tokens[position].text {
    case "as":
      let end = after(next, before: tokens.count)
      // What has a suffix is an attribute or element of something that is there.
      if end < tokens.count, tokens[end].isSymbol(".") || tokens[end].isSymbol("[") { return }
      insert(next..<end)
    case "for": insert(rest.prefix { !tokens[$0].isName("in") })
    case "lambda":
      var colon = next
      while colon < rest.upperBound, !tokens[colon].isSymbol(":") {
        colon = after(colon, before: rest.upperBound)
      }
      bindParameters(next..<colon, &names)
    case "class", "def":
      insert(next...next)
      guard next + 1 < tokens.count else { return }
      // What stands in square brackets after the name are the parameters of its type.
      var opener = next + 1
      if tokens[opener].isSymbol("[") {
        insert(opener..<after(opener, before: tokens.count))
        opener = after(opener, before: tokens.count)
      }
      guard opener < tokens.count, tokens[position].isName("def"), tokens[opener].isSymbol("(") else {
        return
      }
      bindParameters((opener + 1)..<max(opener + 1, min(closers[opener], tokens.count)), &names)
    case "global", "nonlocal": insert(rest.prefix { tokens[$0].kind == .name || tokens[$0].isSymbol(",") })
    case "case" where isFirstOfLine(position): insert(captures(rest))
    case "type" where isFirstOfLine(position): insert(rest.prefix { tokens[$0].kind != .newline })
    default:
      if tokens.isOperator(":=", at: next) { insert(position...position) }
    }
  }

  /// Where `case` and `type` may be keywords.
  private func isFirstOfLine(_ position: Int) -> Bool {
    position == 0 || [.newline, .indent, .dedent].contains(tokens[position - 1].kind)
  }

  /// The names of a pattern that are not a value's or a class's.
  private func captures(_ range: Range<Int>) -> [Int] {
    var end = range.lowerBound
    while end < range.upperBound, !tokens[end].isSymbol(":"), !tokens[end].isName("if") {
      end = after(end, before: range.upperBound)
    }
    return (range.lowerBound..<end).filter { position in
      let next = position + 1 < tokens.count ? tokens[position + 1].text : ""
      return !tokens[position - 1].isSymbol(".") && ![".", "(", "="].contains(next)
    }
  }

  private func bindParameters(_ range: Range<Int>, _ names: inout Set<String>) {
    for parameter in split(range) {
      if let name = parameter.first(where: { tokens[$0].kind == .name }) { names.insert(tokens[name].text) }
    }
  }
}
