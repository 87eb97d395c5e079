import PackPythonCode
/// A place in Python code where a rule is broken.
struct PythonFinding: Sendable, Hashable {
  /// What is there, in a few words.
  var text: String
  /// The code to remove or change.
  var name: String
  /// Offset of its first byte.
  var offset: Int

  /// Creates a finding; a text that is code needs no other name.
  init(text: String, name: String? = nil, offset: Int) {
    self.text = text
    self.name = name ?? text
    self.offset = offset
  }
}

extension PythonFacts {
  /// Dangers of one kind: imports, calls, and names that are passed on.
  func dangers(_ kind: PythonDanger.Kind) -> [PythonFinding] {
    var found: [PythonFinding] = []
    for entry in imports where entry.level == 0 {
      if PythonDanger.judge(imported: entry.target) == kind
        || PythonDanger.judge(imported: entry.module) == kind
      {
        found.append(
          PythonFinding(text: "import of \(entry.target)", name: entry.target, offset: entry.offset))
      }
    }
    let own = ownModuleLookups
    for use in uses where PythonDanger.judge(withoutOwnModule(use, own: own)) == kind {
      found.append(PythonFinding(text: use.name, offset: use.offset))
    }
    found += kind == .power ? indirections : loads
    var seen: Set<Int> = []
    return found.sorted { $0.offset < $1.offset }.filter { seen.insert($0.offset).inserted }
  }

  /// Code that hides names: getattr, strings, look-alike letters, modules that are passed on as values.
  private var indirections: [PythonFinding] {
    var found =
      makers + namespaceLookups
      + reservedStrings.filter { PythonDanger.insides.contains($0.text) }
      .map { PythonFinding(text: "the string \($0.text)", name: $0.text, offset: $0.offset) }
      + disguisedNames.map {
        PythonFinding(
          text: "\($0.text), spelled with look-alike letters", name: $0.text, offset: $0.offset)
      }
    for use in uses where use.name == "getattr" {
      guard let call = use.call, call.count > 1, case .string(let step) = call[1].value,
        PythonDanger.steps.contains(step)
      else { continue }
      found.append(PythonFinding(text: "getattr of \(step)", name: step, offset: use.offset))
    }
    let modules = Set(imports.filter { $0.level == 0 }.map(\.target))
    var looks: [String: Int] = [:]
    for use in uses {
      guard let call = use.call, ["getattr", "hasattr", "setattr", "vars", "dir"].contains(use.name),
        case .name(let object)? = call.first?.value
      else { continue }
      if use.name == "hasattr" || use.name == "getattr" { looks[object, default: 0] += 1 }
      guard use.name == "getattr" else { continue }
      guard modules.contains(object) || object == "__builtins__" else { continue }
      guard call.count > 1, case .string(let attribute) = call[1].value else {
        if PythonDanger.watched.contains(object) || PythonDanger.judge(imported: object) != nil {
          found.append(
            PythonFinding(
              text: "getattr of a computed name on \(object)", name: "getattr(\(object), ...)",
              offset: use.offset))
        }
        continue
      }
      let target = PythonUse(name: "\(object).\(attribute)", origin: .imported, offset: use.offset)
      if PythonDanger.judge(target) == .power {
        found.append(PythonFinding(text: "getattr of \(target.name)", name: target.name, offset: use.offset))
      }
    }
    for use in uses
    where use.call == nil && use.origin == .imported && PythonDanger.watched.contains(use.name) {
      if let count = looks[use.name], count > 0 {
        looks[use.name] = count - 1
      } else {
        found.append(
          PythonFinding(
            text: "\(use.name) is passed on as a value", name: use.name, offset: use.offset))
      }
    }
    return found
  }

  /// Loading of pickles that some argument would prevent.
  private var loads: [PythonFinding] {
    uses.filter { use in
      guard use.origin == .imported else { return false }
      func says(_ keyword: String, _ value: String) -> Bool {
        use.call?.contains { $0.keyword == keyword && $0.value == .constant(value) } ?? false
      }
      if use.name == "torch.load" { return !says("weights_only", "True") }
      guard use.name == "numpy.load" else { return false }
      // Passed on as a value, it may be called with anything.
      guard let call = use.call else { return true }
      if call.contains(where: { ["allow_pickle", "*", "**"].contains($0.keyword) }) {
        return !says("allow_pickle", "False")
      }
      let given = call.filter { $0.keyword == nil }
      return given.count > 2 && given[2].value != .constant("False")
    }.map { use in
      let problem = use.name == "torch.load" ? "without weights_only=True" : "with allow_pickle"
      return PythonFinding(text: "\(use.name) \(problem)", name: use.name, offset: use.offset)
    }
  }
}
