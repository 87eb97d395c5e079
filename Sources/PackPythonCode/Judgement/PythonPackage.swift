/// The files of a package that are judged together, since one may take names of another.
package struct PythonPackage {
  private let modules: [String: PythonScopes]
  private let trees: [String: PythonTree]
  private let known: [String: KnownParts]

  /// Reads the bindings of a package's files.
  ///
  /// - Parameters:
  ///   - trees: the files that parse, by path.
  ///   - release: a text of which files may have parts that need no judgement; by path.
  ///   - library: the library's package whose modules the files are to be, for tests with a library's own files.
  package init(_ trees: [String: PythonTree], release: [String: PythonTree] = [:], library: String? = nil) {
    self.trees = trees
    var modules: [String: PythonScopes] = [:]
    for (path, tree) in trees {
      let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
      let home = library.map(PythonHome.library) ?? .package(directory: directory)
      modules[path] = PythonScopes(tree, home: home)
    }
    self.modules = modules
    var known: [String: KnownParts] = [:]
    for (path, text) in release {
      guard let tree = trees[path], let scopes = modules[path] else { continue }
      known[path] = KnownParts(of: tree, scopes, in: KnownRelease(text))
    }
    self.known = known
  }

  /// Judges all files of the package.
  ///
  /// - Returns: what is refused, by path, in the order of the text.
  package func verdicts() -> [String: [PythonVerdict]] {
    // The first look finds methods that ask for attributes of any name; their use is then judged in all files.
    var asking = AskingMethods()
    var found = verdicts(&asking)
    if !asking.isEmpty { found = verdicts(&asking) }
    return found
  }

  private func verdicts(_ asking: inout AskingMethods) -> [String: [PythonVerdict]] {
    var found: [String: [PythonVerdict]] = [:]
    var asked: [String: Int] = [:]
    for (path, tree) in trees {
      guard let scopes = modules[path] else { continue }
      var judge = PythonJudge(tree, scopes, self, asking)
      judge.withheld = known[path]?.withheld ?? []
      judge.run()
      asked.merge(judge.asked) { min($0, $1) }
      var verdicts = Set(judge.verdicts)
      if let parts = known[path] {
        verdicts = verdicts.filter { !parts.covers($0.offset) }.union(parts.verdicts)
      }
      found[path] = verdicts.map(\.inText).sorted { ($0.offset, $0.problem) < ($1.offset, $1.problem) }
    }
    asking.arguments = asked
    return found
  }

  /// What a binding stands for.
  func reference(_ binding: PythonBinding) -> PythonReference {
    switch binding {
    case .module(let path): return .module(path)
    case .member(let module, let name):
      switch AllowedNames.target(module, name) {
      case .module: return .module("\(module).\(name)")
      case .member: return .member("\(module).\(name)")
      // The import itself is refused.
      case .unknown: return .member("\(module).\(name)")
      }
    case .own(let file, let name): return own(file, name)
    default: return .value
    }
  }

  /// What a name of another file of the package stands for.
  private func own(_ file: String, _ name: String) -> PythonReference {
    var seen: Set<String> = []
    var pending = [(file: file, name: name)]
    var found: PythonReference = .value
    while let (file, name) = pending.popLast() {
      guard seen.insert("\(file)\n\(name)").inserted else { continue }
      if file.isEmpty { return .unknown("\(name) is taken of a package, which cannot be judged") }
      // A file or a name that is not there ends the import; what is wrong with a file is said of the file.
      for binding in modules[file]?.module.bindings[name] ?? [] {
        if case .own(let file, let name) = binding {
          pending.append((file, name))
          continue
        }
        switch reference(binding) {
        case .module(let path): return .module(path)
        case .member(let path): found = .member(path)
        case .value: break
        case .unknown(let problem): return .unknown(problem)
        }
      }
    }
    return found
  }
}
