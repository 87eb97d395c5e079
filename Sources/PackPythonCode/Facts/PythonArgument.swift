/// An argument of a call.
package struct PythonArgument: Sendable, Hashable {
  /// The keyword; `*` and `**` for what is unpacked.
  package var keyword: String?
  /// The value.
  package var value: PythonValue

  /// Creates an argument.
  package init(keyword: String? = nil, value: PythonValue) {
    self.keyword = keyword
    self.value = value
  }
}
