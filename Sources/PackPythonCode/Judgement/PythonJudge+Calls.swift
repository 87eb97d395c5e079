/// Calls of builtins and of library functions that do more than compute, depending on what they are given.
extension PythonJudge {
  /// Judges what is particular to a call; the arguments are judged here.
  ///
  /// - Returns: whether the called function needs no further look.
  mutating func call(_ id: PythonNode.ID, _ function: PythonNode.ID, _ arguments: [PythonCallArgument])
    -> Bool
  {
    keywords(arguments)
    if case .name(let name) = tree[function].kind, !isOfFunction(name) {
      switch name {
      case "isinstance", "issubclass":
        lookedAt { judge in for argument in arguments { judge.askedType(argument.value) } }
        return true
      case "type" where arguments.count == 1:
        expression(arguments[0].value)
        return true
      case "getattr", "hasattr", "setattr", "delattr":
        access(name, arguments, at: tree[id].offset)
        return true
      case "open":
        for argument in arguments { expression(argument.value) }
        open(arguments, at: tree[id].offset)
        return true
      default: break
      }
    }
    if case .attribute(_, "__getattr__") = tree[function].kind, arguments.count == 1,
      arguments[0].keyword == nil,
      let names = texts(arguments[0].value),
      !names.contains(where: { AllowedNames.mayBeRefused($0, besides: asking.names) })
    {
      expression(arguments[0].value)
      return false
    }
    if case .attribute(let base, "__setattr__") = tree[function].kind {
      setAttribute(base, arguments, at: tree[id].offset)
    }
    if case .attribute(_, let name) = tree[function].kind, name == "pop" || name == "get" {
      for (index, argument) in arguments.enumerated() {
        if index == 0, case .string = tree[argument.value].kind { continue }
        expression(argument.value)
      }
      return false
    }
    for argument in arguments { expression(argument.value) }
    return false
  }

  /// A class that an object is asked for: also one that may not be called, `types.FunctionType`.
  private mutating func askedType(_ id: PythonNode.ID) {
    switch tree[id].kind {
    case .tuple(let parts): for part in parts { askedType(part) }
    case .attribute(let base, let name):
      if case .name(let module) = tree[base].kind, resolve(module) == [.module("types")],
        AllowedNames.onlyAsked.contains(name)
      {
        return
      }
      expression(id)
    default: expression(id)
    }
  }

  /// Keywords that make a library run what it loads.
  private mutating func keywords(_ arguments: [PythonCallArgument]) {
    for argument in arguments {
      guard let keyword = argument.keyword, let right = AllowedNames.keywords[keyword] else { continue }
      if case .constant(right) = tree[argument.value].kind { continue }
      refuse("\(keyword) is not \(right)", expected: "\(keyword)=\(right)", at: argument.offset)
    }
  }

  /// Reading is all that a model does with files.
  private mutating func open(_ arguments: [PythonCallArgument], at offset: Int) {
    let modes = arguments.enumerated().filter { index, argument in
      argument.keyword == "mode" || argument.keyword == nil && index == 1
    }
    let isPlain = arguments.allSatisfy { !["*", "**", "opener"].contains($0.keyword ?? "") }
    let isReading = modes.allSatisfy { _, argument in
      guard case .string(let text, _) = tree[argument.value].kind, let mode = text.value else { return false }
      return mode.allSatisfy { "rbt".contains($0) }
    }
    if !isPlain || !isReading || arguments.isEmpty {
      refuse("a file is opened for more than reading", expected: "open(path), open(path, \"rb\")", at: offset)
    }
  }

  // MARK: Attributes by name

  /// Judges `getattr`, `hasattr`, `setattr` and `delattr`.
  private mutating func access(_ function: String, _ arguments: [PythonCallArgument], at offset: Int) {
    guard arguments.count >= 2, arguments.allSatisfy({ $0.keyword == nil }) else {
      for argument in arguments { expression(argument.value) }
      return refuse("\(function) with arguments that cannot be told", at: offset)
    }
    for argument in arguments[1...] { expression(argument.value) }
    let object = arguments[0].value
    let names = texts(arguments[1].value)
    if function == "setattr" || function == "delattr", isImported(object) {
      refuse("\(function) changes what an import gave", at: offset)
    }
    if let literal = literal(arguments[1].value) {
      named(function, literal, of: object, at: offset)
      return
    }
    expression(object)
    if function == "hasattr" { return }
    let refused = asking.names.union(withheld)
    if let names, !names.contains(where: { AllowedNames.mayBeRefused($0, besides: refused) }) { return }
    if function != "getattr" { return }
    if isOwnObject(object) || isTable(object) { return }
    refuse(
      "getattr with a name that is computed",
      expected: "a literal, or a name that cannot be one of Python's own", at: offset)
  }

  /// Whether an object is a library's table of functions, which is asked by the names of a configuration.
  private func isTable(_ id: PythonNode.ID) -> Bool {
    guard case .name(let name) = tree[id].kind, resolve(name).count == 1 else { return false }
    return resolve(name) == [.member("transformers.modeling_utils.ALL_ATTENTION_FUNCTIONS")]
  }

  /// `object.__setattr__(self, "name", value)`, `config.__setattr__(name, value)`.
  private mutating func setAttribute(
    _ base: PythonNode.ID, _ arguments: [PythonCallArgument], at offset: Int
  ) {
    var object = base
    if case .name("object") = tree[base].kind, let first = arguments.first { object = first.value }
    if case .call(let function, _) = tree[base].kind, case .name("super") = tree[function].kind { return }
    let isPlain = arguments.allSatisfy { $0.keyword == nil } && (2...3).contains(arguments.count)
    if !isPlain || isImported(object) { refuse("__setattr__ changes what an import gave", at: offset) }
  }

  private func literal(_ id: PythonNode.ID) -> String? {
    guard case .string(let text, let fields) = tree[id].kind, fields.isEmpty else { return nil }
    return text.value
  }

  private mutating func named(_ function: String, _ name: String, of object: PythonNode.ID, at offset: Int) {
    var base = object
    var steps: [(name: String, offset: Int)] = [(name, offset)]
    while case .attribute(let inner, let step) = tree[base].kind {
      steps.append((step, tree[base].offset))
      base = inner
    }
    steps.reverse()
    let isModule: Bool
    if case .name(let word) = tree[base].kind {
      isModule = resolve(word).contains { if case .module = $0 { true } else { false } }
    } else {
      isModule = false
    }
    if function == "hasattr" {
      // To ask does no harm; the way to the object is judged.
      if isModule, case .name(let word) = tree[base].kind {
        if steps.count > 1 { reach(word, Array(steps.dropLast()), at: tree[base].offset) }
      } else {
        expression(object)
      }
      return
    }
    if isModule, case .name(let word) = tree[base].kind {
      _ = chain(word, steps, at: tree[base].offset)
      return
    }
    expression(object)
    if function == "setattr" || function == "delattr" {
      if AllowedNames.isReserved(name), name != "__doc__" {
        refuse("the attribute \(name) is changed", at: offset)
      }
    } else if let objection = AllowedNames.objection(attribute: name) ?? asking.objection(to: name) {
      refuse(objection, at: offset)
    }
  }

  /// Judges the way to a module or to something in one.
  private mutating func reach(_ name: String, _ steps: [(name: String, offset: Int)], at offset: Int) {
    for case .module(let start) in resolve(name) {
      var path = start
      for step in steps {
        switch AllowedNames.target(path, step.name) {
        case .module: path += ".\(step.name)"
        case .member: return
        case .unknown:
          return refuse("\(path).\(step.name) is not on the list of what a model's code may use", at: offset)
        }
      }
    }
  }

  // MARK: Limits

  /// Functions that are harmless only if they are called in one way.
  mutating func limit(_ path: String, _ arguments: [PythonCallArgument]?, at offset: Int) {
    guard let allowed = AllowedCalls.form(of: path) else { return }
    guard let arguments else {
      return refuse("\(path) is used as a value", expected: "\(path)(...)", at: offset)
    }
    for (index, argument) in arguments.enumerated() {
      let isAllowed =
        argument.keyword.map { keyword in
          allowed.refused.isEmpty ? allowed.keywords.contains(keyword) : !allowed.refused.contains(keyword)
        } ?? (index < allowed.positions)
      if !isAllowed {
        refuse("\(path) with an argument that is not on the list", at: argument.offset)
      }
    }
    for keyword in allowed.required where !arguments.contains(where: { $0.keyword == keyword }) {
      refuse("\(path) without \(keyword)=\(AllowedNames.keywords[keyword] ?? "...")", at: offset)
    }
  }
}
