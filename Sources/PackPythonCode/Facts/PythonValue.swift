/// A value as far as it can be told without running the code.
package enum PythonValue: Sendable, Hashable {
  /// A name with attributes, resolved as ``PythonUse/name`` is.
  case name(String)
  /// One string literal without escapes and replacement fields.
  case string(String)
  /// True, False, None, or a number.
  case constant(String)
  /// A list, a tuple or a set in brackets of its own.
  case list(isEmpty: Bool)
  /// A dictionary.
  case dictionary
  /// Anything else.
  case other
}
