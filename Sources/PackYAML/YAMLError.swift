public import PackFiles

/// Text that is not YAML, or not YAML that is read here.
public struct YAMLError: LocatedError {
  /// File and byte offset.
  public let place: Place
  /// What is wrong, with the line.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What stood there instead.
  public let found: String?

  init(at place: Place, problem: String, expected: String? = nil, found: String? = nil) {
    self.place = place
    self.problem = problem
    self.expected = expected
    self.found = found
  }
}
