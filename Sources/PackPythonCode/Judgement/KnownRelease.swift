/// A release that is known: what its statements say, and which of its functions do what a model's own code may not.
struct KnownRelease {
  /// The texts of statements of the module's level.
  private(set) var statements: Set<String> = []
  /// The texts of what classes begin with, and of the statements in them.
  private(set) var classParts: Set<String> = []
  /// What the module's names stand for.
  let bindings: [String: [PythonBinding]]
  /// Functions that write, those that mention them, and methods of one's own that write. Every model of transformers has
  /// `save_pretrained` and the like: they may be called.
  private(set) var withheld: Set<String> = []

  init(_ tree: PythonTree) {
    let package = PythonPackage(["": tree])
    let scopes = PythonScopes(tree, home: .package(directory: ""))
    let text = StatementText(tree, scopes)
    bindings = scopes.module.bindings
    var functions: [(name: String, range: Range<Int>, isMethod: Bool)] = []
    for statement in tree.body {
      if case .class(let definition) = statement.kind {
        classParts.insert(text.text(definition.head(in: statement)))
        for inner in definition.body {
          classParts.insert(text.text(inner.tokens))
          if case .function(let method) = inner.kind { functions.append((method.name, inner.tokens, true)) }
        }
      } else {
        statements.insert(text.text(statement.tokens))
        if case .function(let function) = statement.kind {
          functions.append((function.name, statement.tokens, false))
        }
      }
    }
    let offsets = (package.verdicts()[""] ?? []).map(\.offset)
    for function in functions where !function.isMethod || Self.isOwn(function.name) {
      let start = tree.tokens[function.range.lowerBound].offset
      let end = tree.tokens[function.range.upperBound - 1].offset
      if offsets.contains(where: { (start...max(start, end)).contains($0) }) {
        withheld.insert(function.name)
      }
    }
    var count = 0
    while count != withheld.count {
      count = withheld.count
      for function in functions where !function.isMethod && !withheld.contains(function.name) {
        if tree.tokens[function.range].contains(where: { $0.kind == .name && withheld.contains($0.text) }) {
          withheld.insert(function.name)
        }
      }
    }
  }

  private static func isOwn(_ name: String) -> Bool { name.hasPrefix("_") && !AllowedNames.isReserved(name) }
}

extension PythonDefinition {
  /// The tokens of a class before its block.
  func head(in statement: PythonSentence) -> Range<Int> {
    statement.tokens.lowerBound..<(body.first?.tokens.lowerBound ?? statement.tokens.upperBound)
  }
}
