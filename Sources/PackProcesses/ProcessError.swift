public import PackFiles

/// A program that could not be run to its end.
public struct ProcessError: LocatedError {
  /// What kind of failure it was.
  public enum Code: String, Sendable, Hashable {
    /// There is no such program.
    case notFound
    /// The system did not start it.
    case notStarted
    /// It did not end in time, and was ended.
    case timedOut
    /// It wrote more than it was allowed to, and was ended.
    case tooMuchOutput
  }

  /// The kind of failure.
  public let code: Code
  /// The program.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What happened instead.
  public let found: String?

  /// Creates an error.
  public init(
    _ code: Code, program: String, problem: String, expected: String? = nil, found: String? = nil
  ) {
    self.code = code
    self.place = Place(file: program)
    self.problem = problem
    self.expected = expected
    self.found = found
  }
}
