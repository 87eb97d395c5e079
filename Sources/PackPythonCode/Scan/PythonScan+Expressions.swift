extension PythonScan {
  /// Words that are not names.
  static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "continue", "del", "elif",
    "else", "except", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
    "pass", "raise", "return", "while", "with", "yield",
  ]

  /// Lambdas inside each other whose parameters are told apart.
  private static let maximumLambdas = 50

  /// A statement that may assign.
  mutating func assignment(_ range: Range<Int>) {
    if range.count > 1, tokens[range.lowerBound].kind == .name, tokens[range.lowerBound + 1].isSymbol(":"),
      !range.contains(where: { tokens[$0].isSymbol("=") })
    {
      // An annotation alone reads only what stands behind its colon.
      annotation((range.lowerBound + 2)..<range.upperBound, isVariable: true)
      return
    }
    let (targets, value, isAugmented) = assignmentParts(range)
    if targets.isEmpty, let colon = annotationColon(range) {
      expression(range.lowerBound..<colon)
      annotation((colon + 1)..<range.upperBound, isVariable: true)
      return
    }
    for target in targets {
      let parts = split(target)
      for part in parts {
        guard let first = part.first, tokens[first].kind == .name, let chain = chainText(part) else {
          expression(part)
          continue
        }
        facts.assignments.append(
          PythonAssignment(
            target: chain, value: parts.count > 1 || isAugmented ? .other : self.value(value),
            owner: context.owner, offset: tokens[first].offset))
        // A name alone is written and not read.
        if part.count > 1 { expression(part) }
      }
    }
    // What stands between a target and its value is an annotation, which is executed as well.
    let annotationStart = targets.first?.upperBound ?? value.lowerBound
    if targets.count == 1, annotationStart < value.lowerBound {
      annotation(annotationStart..<(value.lowerBound - 1), isVariable: true)
    }
    expression(value)
  }

  /// The colon of an annotation without a value: the first one outside brackets and lambdas.
  private func annotationColon(_ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    while position < range.upperBound, !tokens[position].isName("lambda") {
      if tokens[position].isSymbol(":"), !tokens.isOperator(":=", at: position) { return position }
      position = after(position, before: range.upperBound)
    }
    return nil
  }

  /// Collects what an annotation reads. Those of a function's variables are not executed, and none are after
  /// `from __future__ import annotations`.
  mutating func annotation(_ range: Range<Int>, isVariable: Bool) {
    let isPostponed = imported["annotations"]?.contains("__future__.annotations") == true
    isUnread = isPostponed || isVariable && context.isInFunction
    expression(range)
    isUnread = false
  }

  /// Collects what an expression reads.
  mutating func expression(_ range: Range<Int>) {
    var position = range.lowerBound
    while position < range.upperBound {
      let token = tokens[position]
      switch token.kind {
      case .name where token.text == "lambda":
        position = lambda(position, end: range.upperBound)
      case .name where Self.keywords.contains(token.text): position += 1
      case .name where isKeywordArgument(position, in: range): position += 2
      case .name, .string: position = chain(position, end: range.upperBound)
      case .symbol where ["(", "[", "{"].contains(token.text):
        position = chain(position, end: range.upperBound)
      default: position += 1
      }
    }
  }

  /// A name before a single `=` inside brackets.
  private func isKeywordArgument(_ position: Int, in range: Range<Int>) -> Bool {
    position + 1 < range.upperBound && tokens[position + 1].isSymbol("=")
      && !tokens.isOperator("==", at: position + 1)
  }

  /// Reads a lambda: its parameters hide other names in its body.
  private mutating func lambda(_ start: Int, end: Int) -> Int {
    guard lambdas < Self.maximumLambdas else { return start + 1 }
    lambdas += 1
    defer { lambdas -= 1 }
    var colon = start + 1
    while colon < end, !tokens[colon].isSymbol(":") { colon = after(colon, before: end) }
    var names: Set<String> = []
    for parameter in split((start + 1)..<colon) {
      guard let name = parameter.first(where: { tokens[$0].kind == .name }) else { continue }
      names.insert(tokens[name].text)
      expression((name + 1)..<parameter.upperBound)
    }
    var bodyEnd = min(colon + 1, end)
    let bodyStart = bodyEnd
    while bodyEnd < end, !tokens[bodyEnd].isSymbol(",") { bodyEnd = after(bodyEnd, before: end) }
    scopes.append(names)
    expression(bodyStart..<bodyEnd)
    scopes.removeLast()
    return bodyEnd
  }

  /// Reads a name, a string or a bracket, with the attributes, calls and subscripts that follow.
  private mutating func chain(_ start: Int, end: Int) -> Int {
    let first = tokens[start]
    var roots: [(name: String, origin: PythonUse.Origin)] = [("?", .expression)]
    var position = start + 1
    if first.kind == .name {
      roots = resolve(first.text)
      if !isUnread, !context.catchesNameError, roots.contains(where: { $0.origin == .global }) {
        facts.unboundNames.append(PythonWord(first.text, at: first.offset))
      }
    } else if first.kind == .symbol {
      let closer = min(closers[start], end)
      expression((start + 1)..<closer)
      position = min(closer + 1, end)
    }
    var suffix = PythonChain()
    var isOpen = first.kind == .name
    var lastArguments = 0
    func record(_ call: [PythonArgument]?) {
      let suffix = suffix.text
      for root in roots {
        facts.uses.append(
          PythonUse(
            name: root.name + suffix, origin: root.origin, call: call, owner: context.owner,
            offset: first.offset))
      }
    }
    while position < end, tokens[position].kind == .symbol {
      if tokens[position].text == ".", position + 1 < end, tokens[position + 1].kind == .name {
        suffix.append("." + tokens[position + 1].text)
        position += 2
        isOpen = true
      } else if tokens[position].text == "(" && (first.kind != .string || !suffix.isEmpty)
        || tokens[position].text == "["
      {
        let isCall = tokens[position].text == "("
        let closer = min(closers[position], end)
        let inner = min(position + 1, closer)..<closer
        if isCall {
          let given = arguments(inner)
          lastArguments = given.count
          record(given)
        } else {
          for root in roots {
            // No namespace has a longer name.
            guard let object = suffix.whole.map({ root.name + $0 }),
              PythonLookup.isNamespace(object, arguments: lastArguments)
            else { continue }
            facts.lookups.append(PythonLookup(object: object, key: value(inner), offset: first.offset))
          }
          if isOpen { record(nil) }
        }
        expression(inner)
        suffix.append(isCall ? "()" : "[]")
        position = min(closer + 1, end)
        isOpen = false
      } else {
        break
      }
    }
    if isOpen { record(nil) }
    return position
  }

  /// The arguments between two brackets.
  func arguments(_ range: Range<Int>) -> [PythonArgument] {
    splitArguments(range).map { part in
      if tokens[part.lowerBound].isSymbol("*") {
        return PythonArgument(
          keyword: tokens.isOperator("**", at: part.lowerBound) ? "**" : "*", value: .other)
      }
      guard tokens[part.lowerBound].kind == .name, isKeywordArgument(part.lowerBound, in: part) else {
        return PythonArgument(value: value(part))
      }
      return PythonArgument(
        keyword: tokens[part.lowerBound].text, value: value((part.lowerBound + 2)..<part.upperBound))
    }
  }

  /// What can be told of a value.
  func value(_ range: Range<Int>) -> PythonValue {
    guard let first = range.first else { return .other }
    let token = tokens[first]
    switch token.kind {
    case .string: return range.count == 1 && token.isLiteral ? .string(token.text) : .other
    case .number: return range.count == 1 ? .constant(token.text) : .other
    case .name where ["True", "False", "None"].contains(token.text):
      return range.count == 1 ? .constant(token.text) : .other
    case .name:
      guard let text = chainText(range), !text.contains("("), !text.contains("["),
        let root = resolve(token.text).first
      else { return .other }
      return .name(root.name + text.dropFirst(token.text.count))
    case .symbol where ["(", "[", "{"].contains(token.text):
      guard closers[first] == range.upperBound - 1,
        token.text != "(" || !isGenerator((first + 1)..<closers[first])
      else { return .other }
      if token.text == "{" {
        let isSet = range.count > 2 && !tokens[range].contains { $0.isSymbol(":") }
        return isSet ? .list(isEmpty: false) : .dictionary
      }
      return .list(isEmpty: range.count == 2)
    default: return .other
    }
  }

  /// Whether what stands between round brackets is made by a loop.
  private func isGenerator(_ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      if tokens[position].isName("for") { return true }
      position = after(position, before: range.upperBound)
    }
    return false
  }

  /// A name with its attributes, if there is nothing else.
  func chainText(_ range: Range<Int>) -> String? {
    guard let first = range.first, tokens[first].kind == .name, !Self.keywords.contains(tokens[first].text)
    else { return nil }
    var chain = PythonChain()
    var position = first + 1
    while position < range.upperBound {
      if tokens[position].isSymbol("."), position + 1 < range.upperBound,
        tokens[position + 1].kind == .name
      {
        chain.append("." + tokens[position + 1].text)
        position += 2
      } else if tokens[position].isSymbol("(") || tokens[position].isSymbol("[") {
        chain.append(tokens[position].isSymbol("(") ? "()" : "[]")
        position = after(position, before: range.upperBound)
      } else {
        return nil
      }
    }
    return tokens[first].text + chain.text
  }
}
