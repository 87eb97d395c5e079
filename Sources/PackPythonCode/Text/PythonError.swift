package import PackFiles

/// Python text that is not well formed.
package struct PythonError: LocatedError {
  /// The file, and the first byte of what is wrong.
  package let place: Place
  /// What would have been right, if known.
  package let expected: String?
  /// What was found instead, if known.
  package let found: String?
  /// What is wrong, in a few words.
  package let detail: String
  /// The line that is wrong, from 1.
  package private(set) var line: Int

  /// What is wrong.
  package var problem: String { "invalid Python: \(detail)" }

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - offset: where in it something is wrong.
  ///   - name: what messages call the file.
  ///   - detail: what is wrong, in a few words.
  ///   - expected: what would have been right.
  ///   - found: what was found instead.
  init(
    _ bytes: ArraySlice<UInt8>, at offset: Int, name: String, _ detail: String, expected: String? = nil,
    found: String? = nil
  ) {
    place = Place(file: name, byteOffset: offset)
    line = 1 + pythonLineEnds(in: bytes[..<min(max(offset, bytes.startIndex), bytes.endIndex)])
    self.detail = detail
    self.expected = expected
    self.found = found
  }

  /// The same error of a text that follows other lines.
  func after(lines: Int) -> PythonError {
    var error = self
    error.line += lines
    return error
  }
}
