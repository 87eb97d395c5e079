/// An assignment.
package struct PythonAssignment: Sendable, Hashable {
  /// What is assigned to, written as ``PythonUse/name`` is and not resolved: `x`, `self.a`, `module.weight.data[]`.
  package var target: String
  /// The value; ``PythonValue/other`` for one that is unpacked or augmented.
  package var value: PythonValue
  /// The classes and functions around it, joined by dots.
  package var owner: String
  /// Offset of the target.
  package var offset: Int

  /// Creates an assignment.
  package init(target: String, value: PythonValue, owner: String, offset: Int) {
    self.target = target
    self.value = value
    self.owner = owner
    self.offset = offset
  }
}
