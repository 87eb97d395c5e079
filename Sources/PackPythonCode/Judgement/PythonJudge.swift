/// Judges a file of a package: what it does not understand, and what is on no list, is refused.
struct PythonJudge {
  let tree: PythonTree
  let scopes: PythonScopes
  /// Says what a name of another file of the package stands for.
  let package: PythonPackage
  /// Methods that ask their object for an attribute of any name.
  let asking: AskingMethods
  /// Methods of this file that do, with the number of arguments that they need.
  var asked: [String: Int] = [:]
  /// What was found so far.
  private(set) var verdicts: [PythonVerdict] = []
  /// The scope of the place that is read.
  var scope: PythonScope
  /// Names of a release's functions that do what a model's own code may not.
  var withheld: Set<String> = []
  /// Whether the place is in an annotation.
  var isAnnotation = false
  /// Whether a type may stand at the place, since it is only looked at.
  var isTypeLookedAt = false

  init(_ tree: PythonTree, _ scopes: PythonScopes, _ package: PythonPackage, _ asking: AskingMethods) {
    self.tree = tree
    self.scopes = scopes
    self.package = package
    scope = scopes.module
    self.asking = asking
  }

  /// Judges the whole file.
  mutating func run() {
    checkBindings()
    block(tree.body)
  }

  /// Adds an objection.
  mutating func refuse(_ problem: String, expected: String? = nil, at offset: Int) {
    verdicts.append(PythonVerdict(problem: problem, expected: expected, offset: offset))
  }

  mutating func inside(_ inner: PythonScope?, _ walk: (inout PythonJudge) -> Void) {
    let outer = scope
    scope = inner ?? scope
    walk(&self)
    scope = outer
  }

  // MARK: Names

  /// What a name that is read stands for: modules among others, or nothing but values.
  func resolve(_ name: String) -> [PythonReference] {
    known(name).references
  }

  /// Judges a name that is read where a module must not be.
  mutating func value(named name: String, at offset: Int) {
    guard checkWord(name, at: offset) else { return }
    let references = resolve(name)
    if references.isEmpty || !isOfFunction(name) {
      if AllowedNames.onlyCalled.contains(name) {
        return refuse("\(name) is used as a value", expected: "\(name)(...)", at: offset)
      }
    }
    checkAsking(name, at: offset)
    if references.isEmpty { return unbound(name, at: offset) }
    for reference in references {
      switch reference {
      case .module(let path):
        return refuse(
          "the module \(path) is used as a value",
          expected: "only \(name).attribute, as its use is to be followed",
          at: offset)
      case .unknown(let problem): return refuse(problem, at: offset)
      case .member, .value: continue
      }
    }
  }

  /// Whether a name is certainly that of a function around the place, and so no builtin.
  func isOfFunction(_ name: String) -> Bool {
    let holders = scope.holders(of: name)
    return !holders.isEmpty && holders.allSatisfy { $0.kind == .function || $0.kind == .comprehension }
  }

  /// Refuses names that may not occur at all.
  mutating func checkWord(_ name: String, at offset: Int) -> Bool {
    guard AllowedNames.forbidden.contains(name) else { return true }
    refuse("\(name) may not occur in a model's code", at: offset)
    return false
  }

  private mutating func unbound(_ name: String, at offset: Int) {
    if AllowedNames.unneeded.contains(name) {
      return refuse("\(name) may not occur in a model's code", at: offset)
    }
    if PythonBuiltins.names.contains(name) || AllowedNames.ownNames.contains(name) { return }
    // In an annotation it harms nobody: it is an error where it is evaluated.
    if isAnnotation { return }
    refuse("\(name) is neither bound in the file nor a builtin", at: offset)
  }

  /// Names that are bound: builtins that may not occur, and names that Python reads itself.
  private mutating func checkBindings() {
    for name in scopes.module.bindings.keys.sorted() where AllowedNames.isReserved(name) {
      guard !AllowedNames.boundNames.contains(name), !AllowedNames.forbidden.contains(name) else { continue }
      let isFunction =
        scopes.module.bindings[name]?.allSatisfy { binding in
          if case .member = package.reference(binding) { return true }
          return binding == .definition
        } == true
      if !isFunction { refuse("the name \(name) is given a value", at: -1) }
    }
  }

  // MARK: Chains

  /// Judges a base with attributes: as far as it leads through modules, each step must be on the list.
  ///
  /// - Returns: the path of what is reached, if it is something of a module.
  mutating func chain(_ name: String, _ steps: [(name: String, offset: Int)], at offset: Int) -> String? {
    guard checkWord(name, at: offset) else { return nil }
    let references = resolve(name)
    guard !references.isEmpty else {
      value(named: name, at: offset)
      attributes(steps[...])
      return nil
    }
    var reached: String?
    for reference in references {
      switch reference {
      case .module(let path):
        guard let path = module(path, steps, at: offset) else { return nil }
        reached = path
      case .member(let path):
        attributes(steps[...])
        reached = ([path] + steps.map(\.name)).joined(separator: ".")
      case .value: attributes(steps[...])
      case .unknown(let problem):
        refuse(problem, at: offset)
        return nil
      }
    }
    return reached
  }

  private mutating func module(_ start: String, _ steps: [(name: String, offset: Int)], at offset: Int)
    -> String?
  {
    var path = start
    for (index, step) in steps.enumerated() {
      switch AllowedNames.target(path, step.name) {
      case .member:
        attributes(steps[(index + 1)...])
        return ([path] + steps[index...].map(\.name)).joined(separator: ".")
      case .module: path += ".\(step.name)"
      case .unknown:
        refuse("\(path).\(step.name) is not on the list of what a model's code may use", at: offset)
        return nil
      }
    }
    refuse("the module \(path) is used as a value", expected: "only as the base of an attribute", at: offset)
    return nil
  }

  /// Judges attributes of a value.
  mutating func attributes(_ steps: ArraySlice<(name: String, offset: Int)>) {
    for step in steps {
      if let objection = AllowedNames.objection(attribute: step.name) { refuse(objection, at: step.offset) }
    }
  }

  /// Whether something is taken of an import, so that to change it would change a library.
  func isImported(_ id: PythonNode.ID) -> Bool {
    var id = id
    var hops = 0
    while hops < 1000 {
      hops += 1
      switch tree[id].kind {
      case .attribute(let base, _): id = base
      case .name(let name):
        return known(name).bindings.contains { binding in
          switch package.reference(binding) {
          case .module, .member, .unknown: return true
          case .value:
            // `T = torch.Tensor` is still the library's.
            guard case .value(let source) = binding else { return false }
            switch tree[source].kind {
            case .attribute, .name: return source != id && isAlias(source)
            default: return false
            }
          }
        }
      default: return false
      }
    }
    return true
  }

  private func isAlias(_ id: PythonNode.ID) -> Bool {
    var id = id
    while case .attribute(let base, _) = tree[id].kind { id = base }
    guard case .name(let name) = tree[id].kind else { return false }
    return resolve(name).contains { reference in
      switch reference {
      case .module, .member: true
      case .value, .unknown: false
      }
    }
  }
}
