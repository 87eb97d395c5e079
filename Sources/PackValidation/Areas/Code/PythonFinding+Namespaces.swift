import PackPythonCode
/// Names that are reached as elements of a namespace, and types that make functions.
extension PythonFacts {
  /// A use without the way over the module's own entry, `sys.modules[__name__]`, which leads to nothing but the module.
  ///
  /// - Parameter own: where the module's own entry is looked up.
  func withoutOwnModule(_ use: PythonUse, own: Set<Int>) -> PythonUse {
    let prefix = "sys.modules"
    guard keepsOwnName, use.origin == .imported, own.contains(use.offset),
      use.name == prefix || use.name.hasPrefix("\(prefix)[]")
    else { return use }
    var use = use
    use.name = "?" + use.name.dropFirst(prefix.count)
    return use
  }

  /// Where `sys.modules[__name__]` stands.
  var ownModuleLookups: Set<Int> {
    Set(lookups.filter { $0.object == "sys.modules" && $0.key == .name("__name__") }.map(\.offset))
  }

  /// Elements of the module's namespace whose name is computed, or is that of something dangerous.
  var namespaceLookups: [PythonFinding] {
    var found: [PythonFinding] = []
    var dangerous: Set<String> = []
    for entry in imports where entry.level == 0 {
      guard let name = entry.boundName else { continue }
      if PythonDanger.watched.contains(entry.target) || PythonDanger.judge(imported: entry.target) == .power {
        dangerous.insert(name)
      }
    }
    func judge(_ object: String, _ key: PythonValue, _ offset: Int) {
      guard case .string(let name) = key else {
        found.append(PythonFinding(text: "\(object) with a computed name", name: object, offset: offset))
        return
      }
      if dangerous.contains(name) || PythonDanger.isBuiltin(name) {
        found.append(PythonFinding(text: "\(object)[\"\(name)\"]", offset: offset))
      }
    }
    for lookup in lookups where lookup.object != "sys.modules" {
      judge(lookup.object, lookup.key, lookup.offset)
    }
    for use in uses where use.origin == .global {
      guard let call = use.call, let key = call.first else { continue }
      let parts = use.name.split(separator: ".")
      guard parts.count == 2, ["globals()", "locals()"].contains(parts[0]),
        ["get", "pop", "setdefault", "__getitem__"].contains(parts[1])
      else { continue }
      judge(String(parts[0]), key.keyword == nil ? key.value : .other, use.offset)
    }
    return found
  }

  /// Types that make functions of bytes: called, assigned to a name, or passed to anything but isinstance.
  var makers: [PythonFinding] {
    func maker(_ value: PythonValue) -> String? {
      if case .name(let name) = value, PythonDanger.makers.contains(name) { name } else { nil }
    }
    return uses.filter { use in
      guard let call = use.call else { return false }
      return PythonDanger.makers.contains(use.name)
        || !["isinstance", "issubclass"].contains(use.name) && call.contains { maker($0.value) != nil }
    }.map { use in
      let passed = use.call?.lazy.compactMap { maker($0.value) }.first
      guard let passed, !PythonDanger.makers.contains(use.name) else {
        return PythonFinding(text: use.name, offset: use.offset)
      }
      return PythonFinding(text: "\(passed) is passed to \(use.name)", name: passed, offset: use.offset)
    }
      + assignments.compactMap { assignment in
        maker(assignment.value).map {
          PythonFinding(
            text: "\($0) is assigned to \(assignment.target)", name: $0, offset: assignment.offset)
        }
      }
  }
}
