/// A statement of a syntax tree.
struct PythonSentence: Sendable {
  /// A name that an import binds.
  struct Imported: Sendable {
    /// The module, or what is taken of one.
    var name: String
    var alias: String?
    var offset: Int
  }

  /// A handler of a `try`.
  struct Handler: Sendable {
    var type: PythonNode.ID?
    var name: String?
    var body: [PythonSentence]
  }

  /// What it is.
  enum Kind: Sendable {
    /// Expressions that are evaluated and nothing else: `return`, `raise`, `assert`, `pass`, or a call alone.
    case evaluate([PythonNode.ID])
    /// Targets and a value; augmented assignments too.
    case assign([PythonNode.ID], PythonNode.ID)
    case annotate(PythonNode.ID, PythonNode.ID, PythonNode.ID?)
    case delete([PythonNode.ID])
    case `import`([Imported])
    /// Module, dots before it, names; none for `*`.
    case importFrom(String, Int, [Imported]?)
    case global([String])
    case nonlocal([String])
    case `if`([(test: PythonNode.ID, body: [PythonSentence])], [PythonSentence])
    case `while`(PythonNode.ID, [PythonSentence], [PythonSentence])
    case `for`(PythonNode.ID, PythonNode.ID, [PythonSentence], [PythonSentence])
    case `try`([PythonSentence], [Handler], [PythonSentence])
    case with([(value: PythonNode.ID, target: PythonNode.ID?)], [PythonSentence])
    case function(PythonDefinition)
    case `class`(PythonDefinition)
    case match(PythonNode.ID, [(pattern: PythonNode.ID, guarded: PythonNode.ID?, body: [PythonSentence])])
    case typeAlias(String, [PythonTypeParameter], PythonNode.ID)
  }

  var kind: Kind
  /// Offset of its first byte.
  var offset: Int
  /// Its tokens, those of its blocks included.
  var tokens: Range<Int> = 0..<0
}
