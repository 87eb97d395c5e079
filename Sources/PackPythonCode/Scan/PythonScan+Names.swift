extension PythonScan {
  /// Tokens between `for` and `in` that are looked at.
  static let mostTargets = 200

  /// The imports of a block and all blocks in it, without what is around them.
  func allImports(_ block: [PythonStatement]) -> [PythonImport] {
    block.flatMap { statement -> [PythonImport] in
      guard statement.keyword == nil else { return allImports(statement.body) }
      let first = tokens[statement.tokens.lowerBound]
      return first.isName("import") || first.isName("from") ? imports(statement.tokens) : []
    }
  }

  /// What an import statement binds.
  func imports(_ range: Range<Int>) -> [PythonImport] {
    let offset = tokens[range.lowerBound].offset
    guard tokens[range.lowerBound].isName("from") else {
      return split((range.lowerBound + 1)..<range.upperBound).map { part in
        let (module, alias) = aliased(part)
        return PythonImport(module: module, alias: alias, offset: offset)
      }
    }
    guard let keyword = range.first(where: { tokens[$0].isName("import") }) else { return [] }
    let source = tokens[(range.lowerBound + 1)..<keyword]
    let level = source.prefix { $0.isSymbol(".") }.count
    let module = source.dropFirst(level).map(\.text).joined()
    var members = (keyword + 1)..<range.upperBound
    if let opener = members.first, tokens[opener].isSymbol("(") {
      members = (opener + 1)..<min(closers[opener], range.upperBound)
    }
    return split(members).map { part in
      let (member, alias) = aliased(part)
      return PythonImport(module: module, level: level, member: member, alias: alias, offset: offset)
    }
  }

  private func aliased(_ range: Range<Int>) -> (name: String, alias: String?) {
    guard let keyword = range.first(where: { tokens[$0].isName("as") }) else {
      return (tokens[range].map(\.text).joined(), nil)
    }
    return (
      tokens[range.lowerBound..<keyword].map(\.text).joined(),
      keyword + 1 < range.upperBound ? tokens[keyword + 1].text : nil
    )
  }

  /// Parts between commas outside brackets; empty ones are left out.
  func split(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var position = range.lowerBound
    while position < range.upperBound {
      if tokens[position].isSymbol(",") {
        if start < position { parts.append(start..<position) }
        start = position + 1
      }
      position = after(position, before: range.upperBound)
    }
    if start < range.upperBound { parts.append(start..<range.upperBound) }
    return parts
  }

  /// The arguments between two brackets: the commas of a lambda's parameters and of a generator's targets part none.
  func splitArguments(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    for part in split(range) {
      if let last = parts.last, isOpenEnded(last) {
        parts[parts.count - 1] = last.lowerBound..<part.upperBound
      } else {
        parts.append(part)
      }
    }
    return parts
  }

  /// Whether a lambda still lacks its colon, or a `for` its `in`.
  private func isOpenEnded(_ range: Range<Int>) -> Bool {
    var lambdas = 0
    var loops = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let token = tokens[position]
      if token.isName("lambda") {
        lambdas += 1
      } else if token.isSymbol(":") {
        lambdas -= 1
      } else if token.isName("for") {
        loops += 1
      } else if token.isName("in"), loops > 0 {
        loops -= 1
      }
      position = after(position, before: range.upperBound)
    }
    return lambdas > 0 || loops > 0
  }

  /// The position after a token, or after the whole bracket that it opens.
  func after(_ position: Int, before end: Int) -> Int {
    let isOpener = tokens[position].kind == .symbol && ["(", "[", "{"].contains(tokens[position].text)
    return min(isOpener ? closers[position] + 1 : position + 1, end)
  }

  /// Names that a function's body assigns to, but for those that it declares to be somebody else's.
  func variables(of block: [PythonStatement]) -> Set<String> {
    var names: Set<String> = []
    var foreign: Set<String> = []
    collect(block, &names, &foreign)
    return names.subtracting(foreign)
  }

  private func collect(_ block: [PythonStatement], _ names: inout Set<String>, _ foreign: inout Set<String>) {
    for statement in block {
      let range = statement.tokens
      switch statement.keyword {
      case "def", "class":
        if let first = range.first { names.insert(tokens[first].text) }
        continue
      case "for": names.formUnion(targets(range.prefix(Self.mostTargets).prefix { !tokens[$0].isName("in") }))
      case nil:
        guard let first = range.first else { continue }
        if tokens[first].isName("global") || tokens[first].isName("nonlocal") {
          foreign.formUnion(tokens[range].filter { $0.kind == .name }.map(\.text))
          continue
        }
        for target in assignmentParts(range).targets { names.formUnion(targets(target)) }
      default: break
      }
      for position in range where tokens[position].kind == .name {
        if position > range.lowerBound, tokens[position - 1].isName("as") {
          names.insert(tokens[position].text)
        } else if position + 1 < range.upperBound, tokens.isOperator(":=", at: position + 1) {
          names.insert(tokens[position].text)
        } else if tokens[position].isName("for") {
          let rest = (position + 1)..<range.upperBound
          names.formUnion(targets(rest.prefix(Self.mostTargets).prefix { !tokens[$0].isName("in") }))
        }
      }
      collect(statement.body, &names, &foreign)
    }
  }

  /// Names in a target that are bound themselves, and not an attribute or element of theirs, nor what tells the element.
  func targets(_ range: Range<Int>) -> Set<String> {
    var names: Set<String> = []
    var position = range.lowerBound
    while position < range.upperBound {
      let token = tokens[position]
      let previous = position > range.lowerBound ? tokens[position - 1] : nil
      let next = position + 1 < range.upperBound ? tokens[position + 1].text : ""
      if token.isSymbol("[") || token.isSymbol("("), let previous,
        previous.kind == .name || isCloser(previous)
      {
        position = after(position, before: range.upperBound)
        continue
      }
      if token.kind == .name, previous?.text != ".", !["in", "for"].contains(token.text),
        ![".", "[", "("].contains(next)
      {
        names.insert(token.text)
      }
      position += 1
    }
    return names
  }

  /// The targets of an assignment, in order, without annotations, and its value; no targets where the statement is none.
  func assignmentParts(
    _ range: Range<Int>
  ) -> (targets: [Range<Int>], value: Range<Int>, isAugmented: Bool) {
    var targets: [Range<Int>] = []
    var isAugmented = false
    var start = range.lowerBound
    var annotation: Int?
    var position = range.lowerBound
    while position < range.upperBound {
      let token = tokens[position]
      if token.isSymbol(":"), annotation == nil, targets.isEmpty { annotation = position }
      if token.isSymbol("="), !tokens.isOperator("==", at: position) {
        let previous = position > start ? tokens[position - 1] : token
        let isJoined = previous.kind == .symbol && previous.offset + 1 == token.offset
        let sign = isJoined ? previous.text : ""
        // Comparisons and the walrus end in the same byte; a lambda's default stands after a colon's keyword.
        if !["=", "!", "<", ">", ":"].contains(sign) || tokens.isOperator("<<=", at: max(position - 2, 0))
          || tokens.isOperator(">>=", at: max(position - 2, 0))
        {
          if tokens[start..<position].contains(where: { $0.isName("lambda") }) { break }
          var end = position
          if !["", ")", "]", "}"].contains(sign) {
            isAugmented = true
            while end > start, tokens[end - 1].kind == .symbol, !isCloser(tokens[end - 1]) { end -= 1 }
          }
          targets.append(start..<min(annotation ?? end, end))
          start = position + 1
        }
      }
      position = after(position, before: range.upperBound)
    }
    return (targets, start..<range.upperBound, isAugmented)
  }

  private func isCloser(_ token: PythonToken) -> Bool { [")", "]", "}"].contains(token.text) }
}

/// Whether a name has letters that Python, which reads names in normalisation form KC, takes for other ones.
func isDisguised(_ name: String) -> Bool {
  name.unicodeScalars.contains { scalar in
    guard scalar.value >= 0x80 else { return false }
    // Long s and the ligatures change by folding too, and are still other small letters of the alphabet.
    if [0x17F, 0x1E9B].contains(scalar.value) || (0xFB00...0xFB06).contains(scalar.value) { return true }
    return scalar.properties.changesWhenNFKCCaseFolded && !scalar.properties.changesWhenCaseFolded
  }
}
