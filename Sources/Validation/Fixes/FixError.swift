public import Files

/// A repair that is not made.
public struct FixError: LocatedError {
  /// The package, or the file in it.
  public let place: Place
  /// Why not.
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
