/// Words of the language: a case may have such a name, and every file has the word.
private let keywords: Set = ["class", "for", "if", "import", "subscript", "try", "while"]

/// The arrows between the folders of a module: which folder uses what another one declares.
///
/// They are found by names, without a compiler: a type's name is unique in a module, and so are most names of functions,
/// properties and cases. A name that two folders declare, or another module or the standard library too, tells nothing and is passed over.
struct FolderArrows {
  /// A use of what another folder declares.
  struct Use: Hashable {
    var file: String
    var line: Int
    var name: String
  }

  /// The uses by the folder that uses and the folder that declares.
  private(set) var uses: [String: [String: [Use]]] = [:]

  /// Finds the arrows.
  ///
  /// - Parameters:
  ///   - files: the files of one module.
  ///   - others: the files of other modules.
  init(_ files: [SwiftFile], others: [SwiftFile] = []) {
    let foreign = others.reduce(into: standardNames.union(keywords)) { $0.formUnion($1.members) }
    let foreignGlobals = others.reduce(into: Set<String>()) { $0.formUnion($1.globals) }
    var types: [String: Set<String>] = [:]
    var members: [String: Set<String>] = [:]
    var globals: [String: Set<String>] = [:]
    var initializers: [String: [(folder: String, labels: [String])]] = [:]
    for file in files {
      for name in file.types { types[name, default: []].insert(file.folder) }
      for name in file.members { members[name, default: []].insert(file.folder) }
      for name in file.globals { globals[name, default: []].insert(file.folder) }
      for item in file.initializers {
        initializers[item.type, default: []].append((file.folder, item.labels))
      }
    }
    for file in files {
      func add(_ name: String, _ line: Int, _ folders: Set<String>?) {
        guard let folders, folders.count == 1, let target = folders.first, target != file.folder else {
          return
        }
        uses[file.folder, default: [:]][target, default: []].append(
          Use(file: file.path, line: line, name: name))
      }
      for (name, line) in file.words {
        if types[name] != nil {
          if !file.own.contains(name) { add(name, line, types[name]) }
        } else if !file.locals.contains(name), !file.own.contains(name) {
          // A function of the module itself wins over what others call so.
          if globals[name] != nil, members[name]?.contains(file.folder) != true {
            if !foreignGlobals.contains(name) { add(name, line, globals[name]) }
          } else if !foreign.contains(name) {
            add(name, line, members[name])
          }
        }
      }
      for (name, line) in file.dotted {
        if types[name] != nil {
          if !file.own.contains(name) { add(name, line, types[name]) }
        } else if !foreign.contains(name), !file.own.contains(name) {
          add(name, line, members[name])
        }
      }
      for (call, line) in file.calls {
        let fitting = (initializers[call.type] ?? []).filter { Self.takes($0.labels, call.labels) }
        add("\(call.type)(\(call.labels.map { $0 + ":" }.joined()))", line, Set(fitting.map(\.folder)))
      }
    }
  }

  /// Whether an initializer takes a call's arguments: its own labels in order, some of which may have defaults.
  private static func takes(_ parameters: [String], _ arguments: [String]) -> Bool {
    var rest = parameters[...]
    for argument in arguments {
      guard let found = rest.firstIndex(of: argument) else { return false }
      rest = rest[(found + 1)...]
    }
    return true
  }

  /// The folders that reach each other, circle by circle; none where the folders stand in an order.
  var circles: [[String]] {
    let folders = Set(uses.keys).union(uses.values.flatMap(\.keys)).sorted()
    let reach = Dictionary(uniqueKeysWithValues: folders.map { ($0, reachable(from: $0)) })
    var circles: [[String]] = []
    for folder in folders where reach[folder]?.contains(folder) == true {
      let circle = folders.filter {
        reach[folder]?.contains($0) == true && reach[$0]?.contains(folder) == true
      }
      if !circles.contains(circle) { circles.append(circle) }
    }
    return circles
  }

  private func reachable(from start: String) -> Set<String> {
    var seen: Set<String> = []
    var pending = [start]
    while let folder = pending.popLast() {
      for next in uses[folder, default: [:]].keys where seen.insert(next).inserted { pending.append(next) }
    }
    return seen
  }

  /// What makes a circle, for a message: some uses of each arrow in it, the rarest arrow first.
  func explanation(of circle: [String]) -> String {
    var arrows: [(from: String, to: String, uses: [Use])] = []
    for from in circle {
      for to in circle {
        if let found = uses[from]?[to] { arrows.append((from, to, found)) }
      }
    }
    arrows.sort { $0.uses.count < $1.uses.count }
    return arrows.map { arrow in
      let shown = arrow.uses.sorted { ($0.file, $0.line) < ($1.file, $1.line) }.prefix(5)
      return "\(arrow.from) -> \(arrow.to), \(arrow.uses.count) names: "
        + shown.map { "\($0.name) (\($0.file):\($0.line))" }.joined(separator: ", ")
    }.joined(separator: "\n")
  }
}
