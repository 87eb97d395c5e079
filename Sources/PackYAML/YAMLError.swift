public import PackFiles

/// What is wrong with YAML.
public enum YAMLErrorCode: String, Sendable, Hashable {
  /// The text is not YAML, or not YAML that is read here.
  case malformed
  /// There is not enough memory to read it.
  case outOfMemory
}

/// Text that is not YAML, or not YAML that is read here; the place has the byte offset, the problem the line.
public typealias YAMLError = LocatedFailure<YAMLErrorCode>

extension YAMLError {
  /// What makes the text malformed.
  init(at place: Place, problem: String, expected: String? = nil, found: String? = nil) {
    self.init(.malformed, at: place, problem: problem, expected: expected, found: found)
  }
}
