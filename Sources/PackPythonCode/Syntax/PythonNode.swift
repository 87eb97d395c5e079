/// An expression or a pattern of a syntax tree; its parts are nodes of the same tree.
struct PythonNode: Sendable {
  /// A node's place in its tree.
  typealias ID = Int

  /// What a node is.
  enum Kind: Sendable {
    /// A name, read or bound.
    case name(String)
    /// A string: what it says where that can be told, what it begins and ends with where only that can, and the expressions
    /// between its braces.
    case string(PythonText, fields: [ID])
    /// A number, `None`, `True`, `False`, `...`.
    case constant(String)
    case attribute(ID, String)
    case call(ID, [PythonCallArgument])
    case `subscript`(ID, ID)
    case lambda([PythonParameter], ID)
    /// What is collected, and from where: brackets, braces and generators alike.
    case comprehension([ID], [PythonClause])
    /// `name := value`.
    case walrus(ID, ID)
    case tuple([ID])
    case list([ID])
    case set([ID])
    /// Keys and values; `**x` has no key.
    case dictionary([(key: ID?, value: ID)])
    /// `a if test else b`, in the order of the text.
    case conditional(ID, ID, ID)
    /// An operator with what it is applied to: arithmetic, comparisons, `await`, `yield`, slices, stars.
    case operation(String, [ID])
    /// A pattern `Class(a, name=b)`.
    case classPattern(ID, [ID], [(name: String, pattern: ID)])
    /// A pattern that binds a name: a capture, `*rest`, `**rest`, `pattern as name`.
    case capture(String, ID?)
  }

  /// What it is.
  var kind: Kind
  /// Offset of its first byte; of an attribute that of its name.
  var offset: Int
}
