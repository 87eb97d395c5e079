/// A position in the text.
struct YAMLMark {
  /// Scalar values before it.
  var index = 0
  /// Bytes before it.
  var byte = 0
  /// Lines before it.
  var line = 0
  /// Scalar values before it on its line.
  var column = 0
}
