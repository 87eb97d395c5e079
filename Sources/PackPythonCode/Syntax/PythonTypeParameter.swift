/// A type parameter between brackets, `T: bound = default`.
struct PythonTypeParameter: Sendable {
  var name: String
  /// Its bound and its default.
  var values: [PythonNode.ID]
  /// Offset of its name.
  var offset: Int
}
