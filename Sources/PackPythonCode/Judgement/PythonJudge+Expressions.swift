/// Expressions.
extension PythonJudge {
  /// Judges an expression whose value goes anywhere.
  mutating func expression(_ id: PythonNode.ID) {
    let node = tree[id]
    switch node.kind {
    case .name(let name): value(named: name, at: node.offset)
    case .constant: break
    case .string(let text, let fields):
      string(text, at: node.offset)
      lookedAt { judge in for field in fields { judge.expression(field) } }
    case .attribute, .call, .subscript:
      checkType(id)
      let outer = isTypeLookedAt
      isTypeLookedAt = false
      postfix(id)
      isTypeLookedAt = outer
    case .lambda(let parameters, let body):
      for parameter in parameters {
        _ = checkWord(parameter.name, at: parameter.offset)
        if let value = parameter.defaultValue { expression(value) }
      }
      inside(scopes.expressions[id]) { judge in judge.expression(body) }
    case .comprehension(let elements, let clauses):
      if let first = clauses.first { expression(first.source) }
      inside(scopes.expressions[id]) { judge in
        for (index, clause) in clauses.enumerated() {
          if index > 0 { judge.expression(clause.source) }
          judge.target(clause.target)
          for condition in clause.conditions { judge.condition(condition) }
        }
        for element in elements { judge.expression(element) }
      }
    case .walrus(let target, let value):
      self.target(target)
      expression(value)
    case .tuple(let parts), .list(let parts), .set(let parts): for part in parts { expression(part) }
    case .dictionary(let pairs):
      for pair in pairs {
        if let key = pair.key {
          checkKey(key)
          expression(key)
        }
        expression(pair.value)
      }
    case .conditional(let value, let test, let other):
      condition(test)
      expression(value)
      expression(other)
    case .operation(let name, let parts): operation(name, parts)
    case .classPattern, .capture:
      // Patterns stand in `case` only.
      refuse("not understood", at: node.offset)
    }
  }

  /// Judges a test: whether a module is there may be asked of its name.
  mutating func condition(_ id: PythonNode.ID) {
    switch tree[id].kind {
    case .operation("not", let parts): condition(parts[0])
    case .operation("and", let parts), .operation("or", let parts): for part in parts { condition(part) }
    case .name(let name) where isModule(name): break
    default: expression(id)
    }
  }

  /// Whether a name is that of a module that is on the list.
  private func isModule(_ name: String) -> Bool {
    let references = resolve(name)
    return references.contains { if case .module = $0 { true } else { false } }
      && references.allSatisfy { if case .unknown = $0 { false } else { true } }
  }

  private mutating func operation(_ name: String, _ parts: [PythonNode.ID]) {
    // `module is None` gives no module away.
    if name == "is" || name == "is not", parts.count == 2, case .constant("None") = tree[parts[1]].kind,
      case .name(let word) = tree[parts[0]].kind, isModule(word)
    {
      return
    }
    if ["is", "is not", "==", "!=", "in", "not in"].contains(name) {
      lookedAt { judge in for part in parts { judge.expression(part) } }
    } else {
      for part in parts { expression(part) }
    }
  }

  // MARK: Strings

  private mutating func string(_ text: PythonText, at offset: Int) {
    if isAnnotation, text.prefix.contains("(") || text.suffix.contains("(") || !text.isWhole {
      refuse(
        "text that is executed when somebody asks for types", expected: "a type without a call", at: offset)
    }
    // `"{0.__globals__}".format(f)`.
    guard let value = text.value, value.contains("{"), value.contains("__") || value.contains("._") else {
      return
    }
    for word in value.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "_" })
    where AllowedNames.isReserved(String(word)) {
      if let objection = AllowedNames.objection(attribute: String(word)) {
        return refuse("\(objection), in a text with braces", at: offset)
      }
    }
  }

  /// A key that becomes a keyword of a call, `**{"trust_remote_code": True}`.
  mutating func checkKey(_ id: PythonNode.ID) {
    guard case .string(let text, _) = tree[id].kind, let key = text.value, AllowedNames.keywords[key] != nil
    else { return }
    refuse("\(key) is handed on by its name", expected: "\(key)=... in the call", at: tree[id].offset)
  }

  // MARK: Attributes, calls and subscripts

  /// Judges a chain, from its end to its base; chains may be long, and are followed without recursion.
  private mutating func postfix(_ id: PythonNode.ID) {
    var current = id
    var isCalled: (node: PythonNode.ID, arguments: [PythonCallArgument])?
    while true {
      let node = tree[current]
      switch node.kind {
      case .call(let function, let arguments):
        checkMade(function, arguments)
        if call(current, function, arguments) { return }
        isCalled = (current, arguments)
        current = function
      case .subscript(let base, let index):
        checkKey(index)
        expression(index)
        isCalled = nil
        current = base
      case .attribute:
        var steps: [(name: String, offset: Int)] = []
        var base = current
        while case .attribute(let inner, let name) = tree[base].kind {
          steps.append((name, tree[base].offset))
          base = inner
        }
        steps.reverse()
        method(steps, of: base, arguments: isCalled?.arguments)
        // Called, it is judged with its arguments.
        if let call = isCalled, let last = steps.last, isJudgedCall(last.name, call.arguments) {
          steps.removeLast()
        }
        if case .name(let name) = tree[base].kind {
          let path = chain(name, steps, at: tree[base].offset)
          if let path { limit(path, isCalled?.arguments, at: tree[base].offset) }
          return
        }
        if isOwnSuper(base, steps) {
          if steps.count > 1 { attributes(steps[1...]) }
        } else {
          attributes(steps[...])
        }
        isCalled = nil
        current = base
      case .name(let name):
        if let path = referred(name) { limit(path, isCalled?.arguments, at: node.offset) }
        return value(named: name, at: node.offset)
      default:
        return expression(current)
      }
    }
  }

  /// Whether an attribute is one that is judged where it is called: `__setattr__`, and `__getattr__` of a known name.
  private func isJudgedCall(_ name: String, _ arguments: [PythonCallArgument]) -> Bool {
    if name == "__setattr__" { return true }
    guard name == "__getattr__", arguments.count == 1, arguments[0].keyword == nil,
      let names = texts(arguments[0].value)
    else { return false }
    return !names.contains { AllowedNames.mayBeRefused($0, besides: asking.names) }
  }

  /// The path of the library's member that a name stands for.
  private func referred(_ name: String) -> String? {
    for reference in resolve(name) { if case .member(let path) = reference { return path } }
    return nil
  }

  /// `super().method` in the method of that name: what the library's own class does when it is asked for it.
  private func isOwnSuper(_ base: PythonNode.ID, _ steps: [(name: String, offset: Int)]) -> Bool {
    guard case .call(let function, let arguments) = tree[base].kind, arguments.count != 1,
      case .name("super") = tree[function].kind, let first = steps.first
    else { return false }
    var place: PythonScope? = scope
    while let current = place, current.kind == .comprehension { place = current.parent }
    guard let definition = place?.definition, place?.kind == .function, definition.name == first.name else {
      return false
    }
    return !AllowedNames.isReserved(first.name)
      || ["__getattr__", "__setattr__", "__delattr__"].contains(first.name)
  }
}
