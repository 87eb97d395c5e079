package import PackFiles

/// Python text that is not well formed.
package struct PythonError: LocatedError {
  package let place: Place
  package let expected: String?
  package let found: String?
  private let detail: String
  private var line: Int

  package var problem: String { "not valid Python (line \(line)): \(detail)" }

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

/// Number of line ends, `\n`, `\r\n` or `\r`.
func pythonLineEnds(in bytes: ArraySlice<UInt8>) -> Int {
  var count = 0
  var previous: UInt8 = 0
  for byte in bytes {
    if byte == 0x0D || byte == 0x0A && previous != 0x0D { count += 1 }
    previous = byte
  }
  return count
}
