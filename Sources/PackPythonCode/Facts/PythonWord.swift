/// A piece of Python text and its place.
package struct PythonWord: Sendable, Hashable {
  /// The text.
  package var text: String
  /// Offset of its first byte in the file.
  package var offset: Int

  /// Creates a word.
  package init(_ text: String, at offset: Int) {
    self.text = text
    self.offset = offset
  }
}
