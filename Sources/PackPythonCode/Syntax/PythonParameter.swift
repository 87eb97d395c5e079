/// A parameter of a function or a lambda.
struct PythonParameter: Sendable {
  /// Its name.
  var name: String
  /// `*` or `**` before it.
  var star = ""
  var annotation: PythonNode.ID?
  var defaultValue: PythonNode.ID?
  /// Offset of its name.
  var offset: Int
}
