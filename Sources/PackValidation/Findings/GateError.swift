public import PackFiles

/// What keeps the gate from doing as it was told: settings that cannot be followed, or a repair that cannot be made.
public struct GateError: LocatedError {
  /// The file, with the path of the setting; or the package.
  public let place: Place
  /// What is wrong.
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
