/// An argument of a call, or of a class statement.
struct PythonCallArgument: Sendable {
  /// The parameter's name, `*` or `**`; nil for one by position.
  var keyword: String?
  /// The value.
  var value: PythonNode.ID
  /// Offset of its first byte.
  var offset: Int
}
