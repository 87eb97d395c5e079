/// Methods that ask for attributes of any name, and what could call them with another object than their own.
extension PythonJudge {
  /// Whether an expression is the object of the method around it, and nothing else can be; the method is then kept in mind.
  mutating func isOwnObject(_ id: PythonNode.ID) -> Bool {
    guard case .name(let name) = tree[id].kind, let holder = scope.holders(of: name).first,
      holder.kind == .function, holder.bindings[name] == [.parameter(0, star: "")],
      holder.parent?.kind == .class, let method = holder.definition,
      !["__new__", "__init_subclass__", "__class_getitem__"].contains(method.name)
    else { return false }
    var isProperty = false
    for decorator in method.decorators {
      guard let path = path(ofDecorator: decorator) else { return false }
      if path == "property" { isProperty = true }
    }
    if !isProperty || method.decorators.count > 1 {
      let needed = method.parameters.dropFirst().filter { $0.star.isEmpty && $0.defaultValue == nil }.count
      asked[method.name] = min(asked[method.name] ?? needed, needed)
    }
    return true
  }

  /// A decorator that leaves a method a method: `property`, or one of torch's and transformers' own.
  private func path(ofDecorator id: PythonNode.ID) -> String? {
    var id = id
    if case .call(let function, _) = tree[id].kind { id = function }
    var steps: [String] = []
    while case .attribute(let base, let name) = tree[id].kind {
      steps.append(name)
      id = base
    }
    guard case .name(let name) = tree[id].kind else { return nil }
    let bindings = scopes.module.bindings[name] ?? []
    if bindings.isEmpty { return name == "property" && steps.isEmpty ? name : nil }
    guard bindings.count == 1 else { return nil }
    switch package.reference(bindings[0]) {
    case .module(let path), .member(let path):
      let whole = ([path] + steps.reversed()).joined(separator: ".")
      let isKnown =
        (whole.hasPrefix("torch.") && !whole.hasPrefix("torch.jit")) || whole.hasPrefix("transformers.")
      return isKnown ? whole : nil
    default: return nil
    }
  }

  /// Judges attributes that are such methods: they are to be called at once, with no more arguments than they need, so that
  /// a call without the object fails.
  mutating func method(
    _ steps: [(name: String, offset: Int)], of base: PythonNode.ID, arguments: [PythonCallArgument]?
  ) {
    guard !asking.isEmpty else { return }
    for (index, step) in steps.enumerated() {
      guard let needed = asking.arguments[step.name], let objection = asking.objection(to: step.name) else {
        continue
      }
      if index == 0, case .call(let function, _) = tree[base].kind, case .name("super") = tree[function].kind
      {
        continue
      }
      let isPlain =
        index == steps.count - 1
        && arguments.map { given in
          given.count <= needed && given.allSatisfy { !["*", "**", "self"].contains($0.keyword ?? "") }
        } == true
      if !isPlain { refuse(objection, at: step.offset) }
    }
  }

  /// Judges a name that is read in a class's own body, where it is the bare function; and `type`, which makes types of types.
  mutating func checkAsking(_ name: String, at offset: Int) {
    guard !asking.isEmpty else { return }
    if asking.arguments[name] != nil, scope.holders(of: name).contains(where: { $0.kind == .class }),
      let objection = asking.objection(to: name)
    {
      refuse(objection, at: offset)
    }
    if name == "type", !isTypeLookedAt, !isAnnotation, !isOfFunction(name) {
      refuse("type is used as a value beside a method that asks for attributes of any name", at: offset)
    }
  }

  /// Judges the bases of a class: a type of types would be an object of its own methods.
  mutating func checkKind(_ definition: PythonDefinition) {
    for argument in definition.arguments {
      let path = referredPath(argument.value)
      if let keyword = argument.keyword {
        if keyword != "metaclass" || path == "abc.ABCMeta" || path == "enum.EnumMeta" { continue }
        refuse("a metaclass beside a method that asks for attributes of any name", at: argument.offset)
      } else if path == nil || path == "type" || path?.hasSuffix("Meta") == true {
        refuse(
          "a base that cannot be told, beside a method that asks for attributes of any name",
          at: argument.offset)
      }
    }
  }

  /// What a base is: a library's class, a builtin, or a class of the package.
  private func referredPath(_ id: PythonNode.ID) -> String? {
    var id = id
    if case .subscript(let base, _) = tree[id].kind { id = base }
    var steps: [String] = []
    while case .attribute(let base, let name) = tree[id].kind {
      steps.append(name)
      id = base
    }
    guard case .name(let name) = tree[id].kind else { return nil }
    let bindings = known(name).bindings
    if bindings.isEmpty { return steps.isEmpty ? name : nil }
    var path: String?
    for binding in bindings {
      switch package.reference(binding) {
      case .module(let found), .member(let found): path = ([found] + steps.reversed()).joined(separator: ".")
      case .value:
        switch binding {
        case .definition, .own: path = path ?? name
        default: return nil
        }
      case .unknown: return nil
      }
    }
    return path
  }

  // MARK: Types

  /// Judges what is only looked at: compared, shown, asked for.
  mutating func lookedAt(_ walk: (inout PythonJudge) -> Void) {
    let outer = isTypeLookedAt
    isTypeLookedAt = true
    walk(&self)
    isTypeLookedAt = outer
  }

  /// Judges a chain that ends in the type of something: handed on, it could make types of types.
  mutating func checkType(_ id: PythonNode.ID) {
    guard !asking.isEmpty, !isTypeLookedAt, !isAnnotation, isType(id) else { return }
    refuse("a type is handed on beside a method that asks for attributes of any name", at: tree[id].offset)
  }

  private func isType(_ id: PythonNode.ID) -> Bool {
    switch tree[id].kind {
    case .call(let function, _):
      if case .name("type") = tree[function].kind { return true }
      return false
    case .attribute(_, let name): return name == "__class__"
    default: return false
    }
  }

  /// Judges a call: of a type with a name, bases and a namespace it makes another type.
  mutating func checkMade(_ function: PythonNode.ID, _ arguments: [PythonCallArgument]) {
    guard !asking.isEmpty else { return }
    var isMaker = isType(function)
    if case .name("type") = tree[function].kind, !isOfFunction("type") {
      isMaker = arguments.count != 1
    }
    guard isMaker else { return }
    if arguments.count >= 3 || arguments.contains(where: { $0.keyword == "*" || $0.keyword == "**" })
      || isNamedType(function)
    {
      refuse("a type is made beside a method that asks for attributes of any name", at: tree[function].offset)
    }
  }

  private func isNamedType(_ function: PythonNode.ID) -> Bool {
    if case .name("type") = tree[function].kind { true } else { false }
  }
}
