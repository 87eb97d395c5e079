import PackPythonCode
/// The classes of a package's Python files that derive from transformers' PreTrainedModel, across its modules.
///
/// What is found of a class is kept: of many classes that share their bases, each is looked at once.
final class PythonModels {
  /// A class with the file that it stands in.
  struct Entry {
    let file: PythonFile
    let facts: PythonFacts
    let definition: PythonClass
  }

  private var classes: [String: Entry] = [:]
  /// Calls by the path of the function that they stand in, and the functions, by file.
  private var calls: [String: [String: [PythonUse]]] = [:]
  private var functions: [String: Set<String>] = [:]
  private var knownModels: [String: Bool] = [:]
  private var knownCalls: [String: Bool] = [:]

  init(_ code: [(file: PythonFile, facts: PythonFacts)]) {
    for (file, facts) in code {
      guard let module = file.module else { continue }
      calls[file.path] = Dictionary(grouping: facts.uses.filter { $0.call != nil }, by: \.owner)
      functions[file.path] = Set(facts.functions.map(\.path))
      for definition in facts.classes {
        classes["\(module).\(definition.path)"] = Entry(file: file, facts: facts, definition: definition)
      }
    }
  }

  /// The models, in the order of files and text.
  var models: [Entry] {
    classes.filter { isModel($0.key) }.sorted { left, right in
      left.value.file.path == right.value.file.path
        ? left.value.definition.offset < right.value.definition.offset
        : left.value.file.path.utf8.lexicographicallyPrecedes(right.value.file.path.utf8)
    }.map(\.value)
  }

  /// Models that are made into objects: those that no other class of the package derives from, and those that are named.
  ///
  /// - Parameter named: `module.Class`, as auto_map has them.
  func made(_ named: Set<String>) -> [Entry] {
    let parents = Set(
      classes.values.flatMap { entry in entry.definition.bases.map { key(of: $0, for: entry) } })
    return models.filter { !parents.contains(key(of: $0)) || named.contains(key(of: $0)) }
  }

  /// The calls in a method of a class.
  func calls(in method: String, of entry: Entry) -> [PythonUse] {
    calls[entry.file.path]?["\(entry.definition.path).\(method)"] ?? []
  }

  /// Whether making an object of a class ends in `post_init`.
  func callsPostInit(_ entry: Entry) -> Bool { callsPostInit(key(of: entry), depth: 0) }

  private static let maximumDepth = 200

  private func callsPostInit(_ name: String, depth: Int) -> Bool {
    if let known = knownCalls[name] { return known }
    guard let entry = classes[name] else { return isFinishedModel(name) }
    // One that derives from itself, or from too many, is not known to call anything.
    guard depth < Self.maximumDepth else { return false }
    knownCalls[name] = false
    let result = callsPostInit(entry, depth: depth)
    knownCalls[name] = result
    return result
  }

  private func callsPostInit(_ entry: Entry, depth: Int) -> Bool {
    func anyBase() -> Bool {
      entry.definition.bases.contains { callsPostInit(key(of: $0, for: entry), depth: depth + 1) }
    }
    let initializer = "\(entry.definition.path).__init__"
    guard functions[entry.file.path]?.contains(initializer) == true else { return anyBase() }
    var pending = [initializer]
    var seen: Set<String> = [initializer]
    while let function = pending.popLast() {
      for use in calls[entry.file.path]?[function] ?? [] {
        if use.name == "self.post_init" || use.name == "super().post_init" { return true }
        // `Base.post_init(self)`; the post_init of a part is that part's alone.
        if entry.definition.bases.contains(where: { "\($0).post_init" == use.name }) { return true }
        let isParents = use.name.hasPrefix("super()") || use.name.hasSuffix(".__init__")
        if isParents, use.name.hasSuffix(".__init__"), anyBase() { return true }
        // A method of its own that does the rest.
        guard use.name.hasPrefix("self."), !use.name.dropFirst(5).contains(".") else { continue }
        let method = "\(entry.definition.path).\(use.name.dropFirst(5))"
        if seen.insert(method).inserted { pending.append(method) }
      }
    }
    return false
  }

  private func isModel(_ name: String, depth: Int = 0) -> Bool {
    guard let entry = classes[name] else {
      return name.hasSuffix("PreTrainedModel") || isFinishedModel(name)
    }
    if let known = knownModels[name] { return known }
    // A class that derives from so many others is taken for a model, which is judged.
    guard depth < Self.maximumDepth else { return true }
    knownModels[name] = false
    let result = entry.definition.bases.contains { isModel(key(of: $0, for: entry), depth: depth + 1) }
    knownModels[name] = result
    return result
  }

  /// A model of transformers' own that is complete, and not the base of a family.
  private func isFinishedModel(_ name: String) -> Bool {
    guard name.hasPrefix("transformers."), let last = name.split(separator: ".").last else { return false }
    return !last.hasSuffix("PreTrainedModel")
      && (last.hasSuffix("Model") || last.contains("For") && !last.hasSuffix("Config"))
  }

  private func key(of entry: Entry) -> String { "\(entry.file.module ?? "").\(entry.definition.path)" }

  /// A base's key: a class of the same module, of another one (`.other.Class`), or of somebody else's.
  private func key(of base: String, for entry: Entry) -> String {
    if base.hasPrefix(".") { return String(base.dropFirst()) }
    let own = "\(entry.file.module ?? "").\(base)"
    return classes[own] == nil ? base : own
  }
}
