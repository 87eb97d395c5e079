/// A class statement.
package struct PythonClass: Sendable, Hashable {
  /// Name with the classes and functions around it, joined by dots.
  package var path: String
  /// The bases' names, resolved as ``PythonUse/name`` is; a base that is not a plain name is left out.
  package var bases: [String]
  /// Offset of the name.
  package var offset: Int

  /// Creates a class.
  package init(path: String, bases: [String], offset: Int) {
    self.path = path
    self.bases = bases
    self.offset = offset
  }
}
