public import PackFiles

/// A source that cannot be packed, or a package that cannot be opened.
public struct ModelDirError: LocatedError {
  /// What kind of failure it was.
  public struct Code: Sendable, Hashable {
    private enum Value: Hashable {
      case missingFile, missingTokenizer, unsupportedSource, contradiction, outputExists, sourceIsOutput
      case missingOption, refused
    }
    private let value: Value
    private init(_ value: Value) { self.value = value }

    /// A file that is needed is not there.
    public static let missingFile = Code(.missingFile)
    /// The source has no tokenizer.json.
    public static let missingTokenizer = Code(.missingTokenizer)
    /// The source is of a kind that cannot be packed.
    public static let unsupportedSource = Code(.unsupportedSource)
    /// Two parts of the source, or the source and an option, contradict each other.
    public static let contradiction = Code(.contradiction)
    /// Something exists at the output path.
    public static let outputExists = Code(.outputExists)
    /// The output would be written over, or into, its own source.
    public static let sourceIsOutput = Code(.sourceIsOutput)
    /// What an option would have to say cannot be known from the source.
    public static let missingOption = Code(.missingOption)
    /// The finished package did not pass its verification.
    public static let refused = Code(.refused)
  }

  /// The kind of failure.
  public let code: Code
  /// The file, and the JSON path in it.
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
