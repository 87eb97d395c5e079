/// A module, class, function, lambda or comprehension, with the names that it binds.
final class PythonScope {
  /// What a scope belongs to.
  enum Kind {
    case module, `class`, function, comprehension
  }

  let kind: Kind
  let parent: PythonScope?
  /// The function or class that it belongs to.
  let definition: PythonDefinition?
  /// What binds each name.
  var bindings: [String: [PythonBinding]] = [:]
  /// Names that are the module's.
  var globals: Set<String> = []
  /// Names that belong to a function around it.
  var nonlocals: Set<String> = []
  /// What was found of names that are read here, once everything is bound: a name that is bound a thousand times is looked
  /// at once, and not wherever it is read.
  var known: [String: KnownName] = [:]

  init(_ kind: Kind, in parent: PythonScope?, of definition: PythonDefinition? = nil) {
    self.kind = kind
    self.parent = parent
    self.definition = definition
  }

  /// The module's scope.
  var module: PythonScope {
    var scope = self
    while let parent = scope.parent { scope = parent }
    return scope
  }

  /// Binds a name here, or where the scope says that the name belongs: of functions around it, in each.
  func bind(_ name: String, _ binding: PythonBinding) {
    if globals.contains(name) {
      module.bindings[name, default: []].append(binding)
    } else if nonlocals.contains(name) {
      var scope = parent
      while let current = scope {
        if current.kind == .function { current.bindings[name, default: []].append(binding) }
        scope = current.parent
      }
    } else {
      bindings[name, default: []].append(binding)
    }
  }

  /// The scopes whose binding of a name may be read here: one, or for a class's own body that and the one around it.
  func holders(of name: String) -> [PythonScope] {
    var found: [PythonScope] = []
    var scope: PythonScope? = globals.contains(name) ? module : self
    while let current = scope {
      let isVisible = current === self || current.kind != .class
      if isVisible, current.bindings[name] != nil {
        found.append(current)
        // A class's body, and a module's, may be read before it binds the name.
        if current.kind != .class { return found }
      }
      scope = current.parent
    }
    return found
  }

  /// All bindings that a name may have where it is read; empty where only a builtin is left.
  func bindings(of name: String) -> [PythonBinding] {
    holders(of: name).flatMap { $0.bindings[name] ?? [] }
  }
}
