public import PackFiles

/// Why a program could not be run to its end.
public enum ProcessErrorCode: String, Sendable, Hashable {
  /// There is no such program.
  case notFound
  /// The system did not start it.
  case notStarted
  /// It did not end in time, and was ended.
  case timedOut
  /// It wrote more than it was allowed to, and was ended.
  case tooMuchOutput
  /// It wrote more to its directory than it was allowed to, and was ended.
  case tooMuchWritten
  /// The system gives no sandbox to run it in.
  case noSandbox
}

/// A program that could not be run to its end.
public typealias ProcessError = LocatedFailure<ProcessErrorCode>

extension ProcessError {
  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: the kind of failure.
  ///   - program: the program.
  ///   - problem: what is wrong.
  ///   - expected: what would have been right.
  ///   - found: what happened instead.
  init(
    _ code: Code, program: String, problem: String, expected: String? = nil, found: String? = nil
  ) {
    self.init(code, at: Place(file: program), problem: problem, expected: expected, found: found)
  }
}
