package import Files

/// What a look at the tokens of a Python file tells, without running it and without an interpreter.
///
/// It is not a parser of the whole grammar: it finds strings that do not end, brackets that do not match and
/// indentation that is not consistent, and the classes of the module.
package struct PythonSource {
  /// A class statement at the top level of the module.
  struct TopLevelClass {
    var name: String
    /// The string that a `model_type = "..."` in its body assigns.
    var modelType: String?
  }

  /// Longer files are not looked into; the template has 40 KB.
  static let sizeLimit = 1 << 22

  private let classes: [TopLevelClass]

  /// Reads a file.
  ///
  /// - Throws: ``PythonError`` at the first fault.
  package init(_ bytes: [UInt8], name: String) throws(PythonError) {
    var lexer = PythonLexer(bytes, name: name)
    classes = Self.classes(in: try lexer.run())
  }

  /// Names of the classes, in the order of the text.
  package var topLevelClasses: [String] { classes.map(\.name) }

  /// What `model_type` is set to in a class.
  package func modelType(ofClass name: String) -> String? { classes.last { $0.name == name }?.modelType }

  private static func classes(in tokens: [PythonToken]) -> [TopLevelClass] {
    var classes: [TopLevelClass] = []
    var depth = 0
    var startsLine = true
    for (position, token) in tokens.enumerated() {
      switch token.kind {
      case .indent: depth += 1
      case .dedent: depth -= 1
      case .name where startsLine && depth == 0 && token.text == "class":
        if position + 1 < tokens.count { classes.append(TopLevelClass(name: tokens[position + 1].text)) }
      case .name where startsLine && depth == 1 && token.text == "model_type" && !classes.isEmpty:
        if position + 2 < tokens.count, tokens[position + 1].text == "=", tokens[position + 2].kind == .string
        {
          classes[classes.count - 1].modelType = tokens[position + 2].text
        }
      default: break
      }
      startsLine = [.newline, .indent, .dedent].contains(token.kind)
    }
    return classes
  }
}

/// Python text that is not well formed.
package struct PythonError: LocatedError {
  package let place: Place
  package let problem: String
  package let expected: String?
  package let found: String?
}
