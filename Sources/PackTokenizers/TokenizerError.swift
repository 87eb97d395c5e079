public import PackFiles

/// A tokenizer.json that cannot be used, or a text that it cannot encode.
public struct TokenizerError: LocatedError {
  /// What kind of failure it was.
  public struct Code: Sendable, Hashable {
    private enum Value: Hashable {
      case unreadable, invalid, unsupported, unencodable, cannotTruncate
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// The file is missing, or is not JSON, or lacks what every tokenizer.json has.
    public static let unreadable = Code(.unreadable)
    /// The file contradicts itself: a merge of unknown tokens, two tokens with one id, a charsmap cut short.
    public static let invalid = Code(.invalid)
    /// A component or a setting that this reader does not implement, and so will not guess.
    public static let unsupported = Code(.unsupported)
    /// The text has a piece that the vocabulary does not have, and there is no unknown token.
    public static let unencodable = Code(.unencodable)
    /// The truncation that was asked for cannot be done to these two sequences.
    public static let cannotTruncate = Code(.cannotTruncate)
  }

  /// The kind of failure.
  public let code: Code
  /// File and JSON path.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// What would have been right.
  public let expected: String?
  /// What stood there instead.
  public let found: String?

  /// Creates an error.
  public init(
    _ code: Code, at place: Place, problem: String, expected: String? = nil, found: String? = nil
  ) {
    self.code = code
    self.place = place
    self.problem = problem
    self.expected = expected
    self.found = found
  }

  init(_ code: Code = .unreadable, _ error: some LocatedError) {
    self.init(
      code, at: error.place, problem: error.problem, expected: error.expected, found: error.found)
  }
}
