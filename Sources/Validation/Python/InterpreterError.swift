public import Files

/// A Python interpreter that could not do what it was asked to: a fault of the machine or the command line, never of a
/// package.
public struct InterpreterError: LocatedError {
  /// The interpreter.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What happened instead.
  public let found: String?

  init(_ path: String, problem: String, expected: String? = nil, found: String? = nil) {
    self.place = Place(file: path)
    self.problem = problem
    self.expected = expected
    self.found = found
  }
}
