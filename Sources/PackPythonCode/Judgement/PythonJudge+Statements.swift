/// Statements.
extension PythonJudge {
  mutating func block(_ statements: [PythonSentence]) {
    for statement in statements { sentence(statement) }
  }

  private mutating func sentence(_ statement: PythonSentence) {
    switch statement.kind {
    case .evaluate(let parts): for part in parts { expression(part) }
    case .assign(let targets, let value):
      expression(value)
      for target in targets {
        self.target(target)
        checkMatchArguments(target, value)
      }
    case .annotate(let target, let annotation, let value):
      self.annotation(annotation)
      if let value { expression(value) }
      self.target(target)
    case .delete(let targets): for target in targets { delete(target) }
    case .import(let modules): importModules(modules)
    case .importFrom(let module, let level, let names):
      importFrom(module, level, names, at: statement.offset)
    case .global(let names), .nonlocal(let names):
      for name in names { _ = checkWord(name, at: statement.offset) }
    case .if(let branches, let rest):
      for branch in branches {
        condition(branch.test)
        block(branch.body)
      }
      block(rest)
    case .while(let test, let body, let rest):
      condition(test)
      block(body)
      block(rest)
    case .for(let target, let source, let body, let rest):
      expression(source)
      self.target(target)
      block(body)
      block(rest)
    case .try(let body, let handlers, let rest):
      block(body)
      for handler in handlers {
        if let type = handler.type { expression(type) }
        if let name = handler.name { _ = checkWord(name, at: statement.offset) }
        block(handler.body)
      }
      block(rest)
    case .with(let items, let body):
      for item in items {
        expression(item.value)
        if let target = item.target { self.target(target) }
      }
      block(body)
    case .function(let definition): function(definition)
    case .class(let definition): classDefinition(definition)
    case .match(let subject, let cases):
      expression(subject)
      for entry in cases {
        pattern(entry.pattern)
        if let guarded = entry.guarded { condition(guarded) }
        block(entry.body)
      }
    case .typeAlias(let name, let parameters, let value):
      _ = checkWord(name, at: statement.offset)
      typeParameters(parameters)
      annotation(value)
    }
  }

  // MARK: Imports

  private mutating func importModules(_ modules: [PythonSentence.Imported]) {
    for module in modules {
      if !AllowedNames.isModule(module.name) {
        refuse(
          "the module \(module.name) is not on the list of what a model's code may import", at: module.offset)
      }
      if let alias = module.alias { _ = checkWord(alias, at: module.offset) }
      if scope.kind == .class {
        refuse("the module \(module.name) becomes an attribute of a class", at: module.offset)
      }
    }
  }

  private mutating func importFrom(
    _ module: String, _ level: Int, _ names: [PythonSentence.Imported]?, at offset: Int
  ) {
    let source = String(repeating: ".", count: level) + module
    guard let names else {
      return refuse("all names of \(source) are imported", expected: "from \(source) import name", at: offset)
    }
    if module == "__future__" { return }
    for name in names {
      _ = checkWord(name.alias ?? name.name, at: name.offset)
      let binding = scopes.home.binding(module, level: level, name: name.name)
      if case .member(let module, let member) = binding, AllowedNames.target(module, member) == .unknown {
        refuse("\(module).\(member) is not on the list of what a model's code may use", at: name.offset)
      }
      switch package.reference(binding) {
      case .unknown(let problem): refuse(problem, at: name.offset)
      case .module(let path) where scope.kind == .class:
        refuse("the module \(path) becomes an attribute of a class", at: name.offset)
      default: break
      }
    }
  }

  // MARK: Targets

  /// Judges what is assigned to.
  mutating func target(_ id: PythonNode.ID) {
    switch tree[id].kind {
    case .name(let name):
      guard checkWord(name, at: tree[id].offset) else { return }
      if AllowedNames.onlyCalled.contains(name), scope.kind != .function, scope.kind != .comprehension {
        refuse("\(name) is given another meaning", at: tree[id].offset)
      }
    case .tuple(let parts), .list(let parts), .operation("*", let parts):
      for part in parts { target(part) }
    case .attribute(let base, let name):
      if isImported(base) {
        refuse("the attribute \(name) of an import is changed", at: tree[id].offset)
      }
      if AllowedNames.isReserved(name), name != "__doc__" {
        refuse("the attribute \(name) is changed", at: tree[id].offset)
      }
      expression(id)
    default: expression(id)
    }
  }

  /// To forget a name does no harm; to take something out of a library does.
  private mutating func delete(_ id: PythonNode.ID) {
    switch tree[id].kind {
    case .name(let name): _ = checkWord(name, at: tree[id].offset)
    case .tuple(let parts), .list(let parts): for part in parts { delete(part) }
    default: target(id)
    }
  }

  /// `__match_args__` names the attributes that a pattern without names reads.
  private mutating func checkMatchArguments(_ target: PythonNode.ID, _ value: PythonNode.ID) {
    guard case .name("__match_args__") = tree[target].kind else { return }
    var isPlain = false
    if case .tuple(let parts) = tree[value].kind {
      isPlain = parts.allSatisfy { part in
        guard case .string(let text, _) = tree[part].kind, let name = text.value else { return false }
        return AllowedNames.objection(attribute: name) == nil
      }
    }
    if !isPlain {
      refuse("__match_args__ is not a tuple of plain names", at: tree[target].offset)
    }
  }

  // MARK: Definitions

  private mutating func function(_ definition: PythonDefinition) {
    if scope.kind != .class { _ = checkWord(definition.name, at: definition.offset) }
    if AllowedNames.onlyCalled.contains(definition.name), scope.kind != .class {
      refuse("\(definition.name) is given another meaning", at: definition.offset)
    }
    for decorator in definition.decorators { expression(decorator) }
    typeParameters(definition.typeParameters)
    for parameter in definition.parameters {
      _ = checkWord(parameter.name, at: parameter.offset)
      if let type = parameter.annotation { annotation(type) }
      if let value = parameter.defaultValue { expression(value) }
    }
    if let returns = definition.returns { annotation(returns) }
    inside(scopes.definitions[definition.offset]) { judge in judge.block(definition.body) }
  }

  private mutating func classDefinition(_ definition: PythonDefinition) {
    _ = checkWord(definition.name, at: definition.offset)
    for decorator in definition.decorators { expression(decorator) }
    typeParameters(definition.typeParameters)
    for argument in definition.arguments { expression(argument.value) }
    if !asking.isEmpty { checkKind(definition) }
    inside(scopes.definitions[definition.offset]) { judge in judge.block(definition.body) }
  }

  private mutating func typeParameters(_ parameters: [PythonTypeParameter]) {
    for parameter in parameters {
      _ = checkWord(parameter.name, at: parameter.offset)
      for value in parameter.values { annotation(value) }
    }
  }

  /// Judges a type that is said of something: text in it may be executed by whoever asks for types.
  mutating func annotation(_ id: PythonNode.ID) {
    let outer = isAnnotation
    isAnnotation = true
    expression(id)
    isAnnotation = outer
  }

  // MARK: Patterns

  private mutating func pattern(_ id: PythonNode.ID) {
    switch tree[id].kind {
    case .capture(let name, let inner):
      _ = checkWord(name, at: tree[id].offset)
      if let inner { pattern(inner) }
    case .classPattern(let type, let parts, let named):
      expression(type)
      for part in parts { pattern(part) }
      for entry in named {
        if let objection = AllowedNames.objection(attribute: entry.name) ?? asking.objection(to: entry.name) {
          refuse(objection, at: tree[id].offset)
        }
        pattern(entry.pattern)
      }
    case .list(let parts): for part in parts { pattern(part) }
    default: expression(id)
    }
  }
}
