/// A function or a method.
package struct PythonFunction: Sendable, Hashable {
  /// Name with the classes and functions around it, `Model.__init__`.
  package var path: String
  /// Offset of the name.
  package var offset: Int

  /// Creates a function.
  package init(path: String, offset: Int) {
    self.path = path
    self.offset = offset
  }
}
