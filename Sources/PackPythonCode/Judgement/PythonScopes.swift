/// The scopes of a file, with every name that is bound in them.
struct PythonScopes {
  private let tree: PythonTree
  /// Reads the modules of relative imports.
  let home: PythonHome
  /// The module's.
  let module = PythonScope(.module, in: nil)
  /// Of functions and classes, by the offset of their names.
  private(set) var definitions: [Int: PythonScope] = [:]
  /// Of lambdas and comprehensions.
  private(set) var expressions: [PythonNode.ID: PythonScope] = [:]
  private var scope: PythonScope
  /// How often each name is read, and how often as what a loop or `in` goes through.
  private var reads: [String: (all: Int, loops: Int)] = [:]

  init(_ tree: PythonTree, home: PythonHome) {
    self.tree = tree
    self.home = home
    scope = module
    block(tree.body)
  }

  /// Scopes of functions, lambdas and comprehensions with the places where they begin, in the order of the text.
  var places: [(offset: Int, scope: PythonScope)] {
    (definitions.map { ($0.key, $0.value) } + expressions.map { (tree[$0.key].offset, $0.value) })
      .sorted { $0.0 < $1.0 }
  }

  /// Whether what a name stands for is only gone through: a list of such a name never changes.
  func isOnlyGoneThrough(_ name: String) -> Bool { reads[name].map { $0.all == $0.loops } ?? false }

  private mutating func inside(_ inner: PythonScope, _ walk: (inout PythonScopes) -> Void) {
    let outer = scope
    scope = inner
    walk(&self)
    scope = outer
  }

  // MARK: Statements

  private mutating func block(_ statements: [PythonSentence]) {
    // `global` and `nonlocal` hold for all of a function, wherever they stand in it.
    for statement in statements { sentence(statement) }
  }

  private mutating func declare(_ statements: [PythonSentence]) {
    for statement in statements {
      switch statement.kind {
      case .global(let names): scope.globals.formUnion(names)
      case .nonlocal(let names): scope.nonlocals.formUnion(names)
      case .if(let branches, let rest):
        for branch in branches { declare(branch.body) }
        declare(rest)
      case .while(_, let body, let rest), .for(_, _, let body, let rest):
        declare(body)
        declare(rest)
      case .try(let body, let handlers, let rest):
        declare(body)
        for handler in handlers { declare(handler.body) }
        declare(rest)
      case .with(_, let body): declare(body)
      case .match(_, let cases): for entry in cases { declare(entry.body) }
      default: break
      }
    }
  }

  private mutating func sentence(_ statement: PythonSentence) {
    switch statement.kind {
    case .evaluate(let parts), .delete(let parts): for part in parts { expression(part) }
    case .assign(let targets, let value):
      expression(value)
      for target in targets { bind(target, .value(value)) }
    case .annotate(let target, let annotation, let value):
      expression(annotation)
      if let value { expression(value) }
      bind(target, value.map { .value($0) } ?? .other)
    case .import(let modules):
      for module in modules {
        if let alias = module.alias {
          scope.bind(alias, .module(module.name))
        } else {
          let first = String(module.name.prefix { $0 != "." })
          scope.bind(first, .module(first))
        }
      }
    case .importFrom(let module, let level, let names):
      for name in names ?? [] {
        scope.bind(name.alias ?? name.name, home.binding(module, level: level, name: name.name))
      }
    case .global(let names):
      scope.globals.formUnion(names)
    case .nonlocal(let names): scope.nonlocals.formUnion(names)
    case .if(let branches, let rest):
      for branch in branches {
        expression(branch.test)
        block(branch.body)
      }
      block(rest)
    case .while(let test, let body, let rest):
      expression(test)
      block(body)
      block(rest)
    case .for(let target, let source, let body, let rest):
      loop(source)
      bindElements(target, of: source)
      block(body)
      block(rest)
    case .try(let body, let handlers, let rest):
      block(body)
      for handler in handlers {
        if let type = handler.type { expression(type) }
        if let name = handler.name { scope.bind(name, .other) }
        block(handler.body)
      }
      block(rest)
    case .with(let items, let body):
      for item in items {
        expression(item.value)
        if let target = item.target { bind(target, .other) }
      }
      block(body)
    case .function(let definition): function(definition)
    case .class(let definition): classDefinition(definition)
    case .match(let subject, let cases):
      expression(subject)
      for entry in cases {
        bind(entry.pattern, .other)
        if let guarded = entry.guarded { expression(guarded) }
        block(entry.body)
      }
    case .typeAlias(let name, let parameters, let value):
      scope.bind(name, .other)
      for parameter in parameters { typeParameter(parameter) }
      expression(value)
    }
  }

  /// A type parameter: in a scope of its own for Python; here it is one more name around it, which is enough to tell modules.
  private mutating func typeParameter(_ parameter: PythonTypeParameter) {
    scope.bind(parameter.name, .other)
    for value in parameter.values { expression(value) }
  }

  private mutating func function(_ definition: PythonDefinition) {
    scope.bind(definition.name, .definition)
    for decorator in definition.decorators { expression(decorator) }
    for parameter in definition.typeParameters { typeParameter(parameter) }
    for parameter in definition.parameters {
      if let annotation = parameter.annotation { expression(annotation) }
      if let value = parameter.defaultValue { expression(value) }
    }
    if let returns = definition.returns { expression(returns) }
    let inner = PythonScope(.function, in: scope, of: definition)
    definitions[definition.offset] = inner
    inside(inner) { scopes in
      scopes.bindParameters(definition.parameters)
      scopes.declare(definition.body)
      scopes.block(definition.body)
    }
  }

  private func bindParameters(_ parameters: [PythonParameter]) {
    for (place, parameter) in parameters.enumerated() {
      scope.bind(parameter.name, .parameter(place, star: parameter.star))
    }
  }

  private mutating func classDefinition(_ definition: PythonDefinition) {
    scope.bind(definition.name, .definition)
    for decorator in definition.decorators { expression(decorator) }
    for parameter in definition.typeParameters { typeParameter(parameter) }
    for argument in definition.arguments { expression(argument.value) }
    let inner = PythonScope(.class, in: scope, of: definition)
    definitions[definition.offset] = inner
    inside(inner) { scopes in
      scopes.declare(definition.body)
      scopes.block(definition.body)
    }
  }

  // MARK: Expressions

  /// What a loop goes through.
  private mutating func loop(_ id: PythonNode.ID) {
    expression(id)
    if case .name(let name) = tree[id].kind { reads[name, default: (0, 0)].loops += 1 }
  }

  /// Looks for lambdas, comprehensions and `:=`.
  private mutating func expression(_ id: PythonNode.ID) {
    switch tree[id].kind {
    case .name(let name): reads[name, default: (0, 0)].all += 1
    case .constant: break
    case .operation(let sign, let parts) where parts.count == 2 && (sign == "in" || sign == "not in"):
      expression(parts[0])
      loop(parts[1])
    case .string(_, let fields): for field in fields { expression(field) }
    case .attribute, .call, .subscript:
      // Chains are as long as anyone likes: they are followed without recursion.
      var id: PythonNode.ID? = id
      while let current = id {
        switch tree[current].kind {
        case .attribute(let base, _): id = base
        case .call(let function, let arguments):
          for argument in arguments { expression(argument.value) }
          id = function
        case .subscript(let base, let index):
          expression(index)
          id = base
        default:
          expression(current)
          id = nil
        }
      }
    case .lambda(let parameters, let body):
      for parameter in parameters { if let value = parameter.defaultValue { expression(value) } }
      let inner = PythonScope(.function, in: scope)
      expressions[id] = inner
      inside(inner) { scopes in
        scopes.bindParameters(parameters)
        scopes.expression(body)
      }
    case .comprehension(let elements, let clauses):
      let inner = PythonScope(.comprehension, in: scope)
      expressions[id] = inner
      if let first = clauses.first { loop(first.source) }
      inside(inner) { scopes in
        for (index, clause) in clauses.enumerated() {
          if index > 0 { scopes.loop(clause.source) }
          scopes.bindElements(clause.target, of: clause.source)
          for condition in clause.conditions { scopes.expression(condition) }
        }
        for element in elements { scopes.expression(element) }
      }
    case .walrus(let target, let value):
      expression(value)
      var holder = scope
      while holder.kind == .comprehension, let parent = holder.parent { holder = parent }
      if case .name(let name) = tree[target].kind { holder.bind(name, .value(value)) }
    case .tuple(let parts), .list(let parts), .set(let parts), .operation(_, let parts):
      for part in parts { expression(part) }
    case .dictionary(let pairs):
      for pair in pairs {
        if let key = pair.key { expression(key) }
        expression(pair.value)
      }
    case .conditional(let value, let test, let other):
      for part in [value, test, other] { expression(part) }
    case .classPattern, .capture: bind(id, .other)
    }
  }

  // MARK: Targets

  /// Binds the names of a target.
  private mutating func bind(_ target: PythonNode.ID, _ binding: PythonBinding) {
    switch tree[target].kind {
    case .name(let name): scope.bind(name, binding)
    case .tuple(let parts), .list(let parts):
      for part in parts { bind(part, .other) }
    case .operation("*", let parts): for part in parts { bind(part, .other) }
    case .capture(let name, let inner):
      if name != "_" { scope.bind(name, .other) }
      if let inner { bind(inner, .other) }
    case .classPattern(_, let parts, let named):
      for part in parts { bind(part, .other) }
      for entry in named { bind(entry.pattern, .other) }
    default: expression(target)
    }
  }

  /// Binds the names of a loop, to what is known of the elements.
  private mutating func bindElements(_ target: PythonNode.ID, of source: PythonNode.ID) {
    guard case .tuple(let parts) = tree[target].kind, parts.count == 2,
      case .call(let function, let arguments) = tree[source].kind
    else { return bind(target, .element(source)) }
    switch tree[function].kind {
    case .name("enumerate") where !arguments.isEmpty:
      bind(parts[0], .other)
      bindElements(parts[1], of: arguments[0].value)
    case .name("zip") where arguments.count == 2:
      bindElements(parts[0], of: arguments[0].value)
      bindElements(parts[1], of: arguments[1].value)
    case .attribute(let object, "items"):
      bind(parts[0], .element(object))
      bind(parts[1], .other)
    default: bind(target, .other)
    }
  }
}
