public import Files

/// A settings file that says something which cannot be followed.
public struct SettingsError: LocatedError {
  /// The file, the path of the setting, and the byte offset.
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
