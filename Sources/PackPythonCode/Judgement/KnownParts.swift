/// The parts of a file that a release has too, word for word but for the names of variables: they need no judgement, as long as
/// the rest of the file leaves alone what they work with.
struct KnownParts {
  /// What the rest of the file must not mention.
  private(set) var withheld: Set<String> = []
  /// What is wrong with the rest.
  private(set) var verdicts: [PythonVerdict] = []
  private var ranges: [Range<Int>] = []

  init(of tree: PythonTree, _ scopes: PythonScopes, in release: KnownRelease) {
    let text = StatementText(tree, scopes)
    var others: [PythonSentence] = []
    var unknown: [Range<Int>] = []
    for statement in tree.body {
      if case .class(let definition) = statement.kind {
        let head = definition.head(in: statement)
        if release.classParts.contains(text.text(head)) {
          add(head, of: tree)
        } else {
          // Its bases are others, or only its name is.
          unknown.append(head)
          others.append(statement)
        }
        for inner in definition.body {
          if release.classParts.contains(text.text(inner.tokens)) {
            add(inner.tokens, of: tree)
          } else {
            unknown.append(inner.tokens)
          }
        }
      } else if release.statements.contains(text.text(statement.tokens)) {
        add(statement.tokens, of: tree)
      } else {
        others.append(statement)
        unknown.append(statement.tokens)
      }
    }
    guard !ranges.isEmpty else { return }
    // Another meaning of a name that the known parts use would be another meaning of theirs.
    let rest = PythonScopes(tree.with(others), home: scopes.home)
    let isChanged = rest.module.bindings.contains { name, bindings in
      guard let known = release.bindings[name] else { return PythonBuiltins.names.contains(name) }
      return !bindings.allSatisfy { Self.isImport($0) && known.contains($0) }
    }
    if isChanged || unknown.contains(where: { Self.rebinds(tree.tokens[$0], release) }) {
      ranges = []
      return
    }
    withheld = release.withheld
    for range in unknown {
      for position in range {
        let token = tree.tokens[position]
        guard token.kind == .name || token.kind == .string, withheld.contains(token.text) else { continue }
        // A method may be defined anew: then it is judged itself.
        if position > range.lowerBound, tree.tokens[position - 1].isName("def") { continue }
        verdicts.append(
          PythonVerdict(
            problem: "\(token.text) of the release, which may write files, is used by other code",
            expected: nil,
            offset: token.offset))
      }
    }
  }

  /// Whether code makes a name of the release global, and may bind it.
  private static func rebinds(_ tokens: ArraySlice<PythonToken>, _ release: KnownRelease) -> Bool {
    var isGlobal = false
    for token in tokens {
      if token.isName("global") {
        isGlobal = true
      } else if isGlobal, token.kind == .name {
        if release.bindings[token.text] != nil || PythonBuiltins.names.contains(token.text) { return true }
      } else if isGlobal, token.text != "," {
        isGlobal = false
      }
    }
    return false
  }

  private static func isImport(_ binding: PythonBinding) -> Bool {
    switch binding {
    case .module, .member: true
    default: false
    }
  }

  private mutating func add(_ range: Range<Int>, of tree: PythonTree) {
    guard !range.isEmpty else { return }
    let end = range.upperBound < tree.tokens.count ? tree.tokens[range.upperBound].offset : Int.max
    ranges.append(tree.tokens[range.lowerBound].offset..<end)
  }

  /// Whether a place lies in one of the known parts.
  func covers(_ offset: Int) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(offset)
  }
}
