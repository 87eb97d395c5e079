public import PackFiles

/// A text that the model cannot be asked about.
public struct PruningError: LocatedError {
  /// What kind of failure it was.
  public enum Code: String, Sendable, Hashable {
    /// The query leaves no room for the passage within max_length.
    case queryTooLong
    /// The package's parts contradict each other.
    case brokenPackage
  }

  /// The kind of failure.
  public let code: Code
  /// The input.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What stood there instead.
  public let found: String?

  init(_ code: Code, at place: Place, problem: String, expected: String? = nil, found: String? = nil) {
    self.code = code
    self.place = place
    self.problem = problem
    self.expected = expected
    self.found = found
  }
}
