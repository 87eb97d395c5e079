/// What a name that is computed may be.
extension PythonJudge {
  private static let mostTexts = 200

  /// What a string may be, as far as the text tells; nil where it may be anything.
  func texts(_ id: PythonNode.ID) -> [PythonText]? { texts(id, in: scope, 0) }

  private func texts(_ id: PythonNode.ID, in scope: PythonScope, _ hops: Int) -> [PythonText]? {
    guard hops < 12 else { return nil }
    switch tree[id].kind {
    case .string(let text, _): return [text]
    case .operation("+", let parts):
      var result = [PythonText("")]
      for part in parts {
        let next = texts(part, in: scope, hops + 1) ?? [.unknown]
        guard result.count * next.count <= Self.mostTexts else { return nil }
        result = result.flatMap { first in next.map { first + $0 } }
      }
      return result
    case .operation("%", let parts):
      guard case .string(let text, _) = tree[parts[0]].kind, let value = text.value, value.contains("%")
      else {
        return nil
      }
      return [PythonText(prefix: String(value.prefix { $0 != "%" }), suffix: "", isWhole: false)]
    case .conditional(let first, _, let second):
      guard let a = texts(first, in: scope, hops + 1), let b = texts(second, in: scope, hops + 1) else {
        return nil
      }
      return a + b
    case .call(let function, _):
      guard case .attribute(let base, "format") = tree[function].kind,
        case .string(let text, _) = tree[base].kind, let value = text.value
      else { return nil }
      return [
        PythonText(
          prefix: String(value.prefix { $0 != "{" && $0 != "}" }),
          suffix: String(value.reversed().prefix { $0 != "{" && $0 != "}" }.reversed()), isWhole: false)
      ]
    case .name(let name):
      return every(name, in: scope) { binding, scope in
        switch binding {
        case .value(let value): texts(value, in: scope, hops + 1)
        case .element(let source): elements(source, in: scope, hops + 1)
        default: nil
        }
      }
    default: return nil
    }
  }

  /// What the elements of a collection may be.
  private func elements(_ id: PythonNode.ID, in scope: PythonScope, _ hops: Int) -> [PythonText]? {
    guard hops < 12 else { return nil }
    switch tree[id].kind {
    case .tuple(let parts), .list(let parts), .set(let parts):
      guard parts.count <= Self.mostTexts else { return nil }
      var result: [PythonText] = []
      for part in parts {
        guard let texts = texts(part, in: scope, hops + 1) else { return nil }
        result += texts
      }
      return result
    case .dictionary(let pairs):
      var result: [PythonText] = []
      for pair in pairs {
        guard let key = pair.key, let texts = texts(key, in: scope, hops + 1) else { return nil }
        result += texts
      }
      return result
    case .operation("+", let parts):
      var result: [PythonText] = []
      for part in parts {
        guard let texts = elements(part, in: scope, hops + 1) else { return nil }
        result += texts
      }
      return result
    case .call(let function, let arguments):
      switch tree[function].kind {
      case .name("sorted"), .name("list"), .name("tuple"), .name("set"), .name("reversed"):
        return arguments.first.flatMap { elements($0.value, in: scope, hops + 1) }
      case .attribute(let base, "keys"): return elements(base, in: scope, hops + 1)
      default: return nil
      }
    case .name(let name):
      return every(name, in: scope) { binding, scope in
        // A list, a set or a dictionary may grow: only what cannot be changed is known by its beginning.
        guard case .value(let value) = binding else { return nil }
        switch tree[value].kind {
        case .tuple, .name: return elements(value, in: scope, hops + 1)
        case .list, .set, .dictionary:
          return scopes.isOnlyGoneThrough(name) ? elements(value, in: scope, hops + 1) : nil
        default: return nil
        }
      }
    default: return nil
    }
  }

  /// What a name may be, if that is known of everything that binds it.
  private func every(
    _ name: String, in scope: PythonScope, _ texts: (PythonBinding, PythonScope) -> [PythonText]?
  ) -> [PythonText]? {
    var result: [PythonText] = []
    let holders = scope.holders(of: name)
    guard !holders.isEmpty else { return nil }
    for holder in holders {
      for binding in holder.bindings[name] ?? [] {
        guard let more = texts(binding, holder), result.count + more.count <= Self.mostTexts else {
          return nil
        }
        result += more
      }
    }
    return result
  }
}
