public import PackFiles

/// Settings that are not valid, or a fix that cannot be applied.
public struct GateError: LocatedError {
  /// The file, with the path of the setting; or the package.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What was found instead.
  public let found: String?

  init(at place: Place, problem: String, expected: String? = nil, found: String? = nil) {
    self.place = place
    self.problem = problem
    self.expected = expected
    self.found = found
  }
}
