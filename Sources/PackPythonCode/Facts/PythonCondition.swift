/// A function that the test of an `if` around a statement calls by a plain name.
package struct PythonCondition: Sendable, Hashable {
  /// The name as the test writes it: `is_torch_available`.
  package var function: String
  /// What the name stands for, written as ``PythonUse/name`` is; several where several imports bind it.
  package var targets: [String]
  /// Whether the statement is in the branch of that test; false in an `elif` or `else` after it.
  package var holds: Bool
  /// Whether `not` stands right before the call.
  package var isNegated: Bool

  /// As many are told of a statement, from the outermost `if` inwards; more than any file that a person wrote has.
  static let limit = 64

  /// Creates a condition.
  package init(function: String, targets: [String], holds: Bool, isNegated: Bool = false) {
    self.function = function
    self.targets = targets
    self.holds = holds
    self.isNegated = isNegated
  }
}
