public import PackFiles

/// Why a source cannot be packed, or a package not opened.
public struct ModelDirErrorCode: Sendable, Hashable {
  private enum Value: Hashable {
    case missingFile, missingTokenizer, unsupportedSource, contradiction, outputExists, sourceIsOutput
    case missingOption, refused
  }
  private let value: Value
  private init(_ value: Value) { self.value = value }

  /// A file that is needed is not there.
  public static let missingFile = ModelDirErrorCode(.missingFile)
  /// The source has no tokenizer.json.
  public static let missingTokenizer = ModelDirErrorCode(.missingTokenizer)
  /// The source is of a kind that cannot be packed.
  public static let unsupportedSource = ModelDirErrorCode(.unsupportedSource)
  /// Two parts of the source, or the source and an option, contradict each other.
  public static let contradiction = ModelDirErrorCode(.contradiction)
  /// Something exists at the output path.
  public static let outputExists = ModelDirErrorCode(.outputExists)
  /// The output would be written over, or into, its own source.
  public static let sourceIsOutput = ModelDirErrorCode(.sourceIsOutput)
  /// What an option would have to say cannot be known from the source.
  public static let missingOption = ModelDirErrorCode(.missingOption)
  /// The finished package did not pass its verification.
  public static let refused = ModelDirErrorCode(.refused)
}

/// A source that cannot be packed, or a package that cannot be opened.
///
/// Its texts may name options; ``spelled(_:)`` gives them the names that they have where the error is shown.
public struct ModelDirError: LocatedError {
  /// The kinds of failure.
  public typealias Code = ModelDirErrorCode

  /// The kind of failure.
  public let code: Code
  /// The option that is wrong, where it is one and no file.
  public let option: SaveOption?

  private let file: Place
  private let problemText: SaveText
  private let expectedText: SaveText?
  /// What was found instead.
  public let found: String?

  /// The file, and the JSON path in it; or the option's name.
  public var place: Place { option.map { Place(file: $0.rawValue) } ?? file }
  /// What is wrong.
  public var problem: String { problemText.description }
  /// What would have been right.
  public var expected: String? { expectedText?.description }

  /// Creates an error about a file.
  ///
  /// - Parameters:
  ///   - code: the kind of failure.
  ///   - place: the file, and the JSON path in it.
  ///   - problem: what is wrong.
  ///   - expected: what would have been right.
  ///   - found: what was found instead.
  public init(
    _ code: Code, at place: Place, problem: SaveText, expected: SaveText? = nil, found: String? = nil
  ) {
    self.init(code, place, nil, problem, expected, found)
  }

  /// Creates an error about what an option says.
  ///
  /// - Parameters:
  ///   - code: the kind of failure.
  ///   - option: the option.
  ///   - problem: what is wrong.
  ///   - expected: what would have been right.
  ///   - found: what it said.
  public init(
    _ code: Code, at option: SaveOption, problem: SaveText, expected: SaveText? = nil, found: String? = nil
  ) {
    self.init(code, Place(file: option.rawValue), option, problem, expected, found)
  }

  private init(
    _ code: Code, _ file: Place, _ option: SaveOption?, _ problem: SaveText, _ expected: SaveText?,
    _ found: String?
  ) {
    self.code = code
    self.file = file
    self.option = option
    problemText = problem
    expectedText = expected
    self.found = found
  }

  /// The same error with its options spelled in a way of the caller's.
  ///
  /// - Parameter spelling: what an option is called where the error is shown.
  public func spelled(_ spelling: (SaveOption) -> String) -> LocatedFailure<Code> {
    LocatedFailure(
      code, at: option.map { Place(file: spelling($0)) } ?? file, problem: problemText.spelled(spelling),
      expected: expectedText?.spelled(spelling), found: found)
  }
}
