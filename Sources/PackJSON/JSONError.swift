public import PackFiles

/// JSON that cannot be read, or that does not have the shape its reader needs.
public struct JSONError: LocatedError {
  /// What kind of failure it was.
  public struct Code: Sendable, Hashable {
    private enum Value: Hashable {
      case syntax, encoding, duplicateKey, tooDeep, tooLarge, wrongType, missingKey, outOfRange, notAllowed
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// The text does not follow the grammar of RFC 8259 (`NaN` and trailing commas are such cases).
    public static let syntax = Code(.syntax)
    /// The bytes are not UTF-8, or an escape is half of a surrogate pair.
    public static let encoding = Code(.encoding)
    /// An object has the same key twice, byte for byte.
    public static let duplicateKey = Code(.duplicateKey)
    /// More nesting than any real file has.
    public static let tooDeep = Code(.tooDeep)
    /// The text is larger than the reader accepts.
    public static let tooLarge = Code(.tooLarge)
    /// A value of another type stands there.
    public static let wrongType = Code(.wrongType)
    /// A required key is absent.
    public static let missingKey = Code(.missingKey)
    /// A number does not fit.
    public static let outOfRange = Code(.outOfRange)
    /// A value of the right type that is none of the allowed ones.
    public static let notAllowed = Code(.notAllowed)
  }

  /// The kind of failure.
  public let code: Code
  /// File, JSON path and byte offset.
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
}
