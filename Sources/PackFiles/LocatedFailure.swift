/// An error that says what kind of failure it is, where, what was expected there and what was found.
///
/// A module's error is this type with the module's codes:
///
/// ```swift
/// public enum TableErrorCode: String, Sendable, Hashable { case noHeader, wrongWidth }
/// public typealias TableError = LocatedFailure<TableErrorCode>
///
/// throw TableError(.noHeader, at: Place(file: "a.csv", byteOffset: 0), problem: "no header")
/// ```
public struct LocatedFailure<ErrorCode: Sendable & Hashable>: LocatedError {
  /// The kinds of failure, as a member of the error that they belong to: `TableError.Code`.
  public typealias Code = ErrorCode

  /// The kind of failure.
  public let code: ErrorCode
  /// File and position.
  public let place: Place
  /// What is wrong, in a few words without the place.
  public let problem: String
  /// What would have been right, if known.
  public let expected: String?
  /// What was found instead, if known.
  public let found: String?

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - code: the kind of failure.
  ///   - place: file and position.
  ///   - problem: what is wrong, in a few words without the place.
  ///   - expected: what would have been right.
  ///   - found: what was found instead.
  public init(
    _ code: ErrorCode, at place: Place, problem: String, expected: String? = nil, found: String? = nil
  ) {
    self.code = code
    self.place = place
    self.problem = problem
    self.expected = expected
    self.found = found
  }

  /// An error of another module, under a code of this one.
  public init(_ code: ErrorCode, _ error: some LocatedError) {
    self.init(code, at: error.place, problem: error.problem, expected: error.expected, found: error.found)
  }
}
