/// What a name may stand for where it is read.
struct KnownName {
  /// What binds it, each that differs in what it may stand for once; in the order of the file.
  var bindings: [PythonBinding] = []
  /// What those stand for, each once.
  var references: [PythonReference] = []
}

extension PythonJudge {
  /// What a name may stand for in the scope that is read.
  func known(_ name: String) -> KnownName {
    if let known = scope.known[name] { return known }
    var known = KnownName()
    var seen: Set<PythonBinding> = []
    var roots: [String: Int] = [:]
    for binding in scope.bindings(of: name) {
      let kept: PythonBinding
      switch binding {
      case .value(let source):
        if let root = root(of: source) {
          // Two of one root: one of them is another expression than any that is asked about.
          guard roots[root, default: 0] < 2 else { continue }
          roots[root, default: 0] += 1
          kept = binding
        } else {
          kept = .other
        }
      case .element, .parameter: kept = .other
      case .module, .member, .own, .definition, .other: kept = binding
      }
      guard seen.insert(kept).inserted else { continue }
      known.bindings.append(kept)
      let reference = package.reference(kept)
      if !known.references.contains(reference) { known.references.append(reference) }
    }
    scope.known[name] = known
    return known
  }

  /// The name that an expression of names and attributes alone begins with.
  private func root(of id: PythonNode.ID) -> String? {
    var id = id
    while case .attribute(let base, _) = tree[id].kind { id = base }
    if case .name(let name) = tree[id].kind { return name }
    return nil
  }
}
