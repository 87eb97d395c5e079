public import PackFiles

/// An input that an encoder cannot run, a checkpoint that does not fit it, or a machine without the memory for it.
public struct EncoderError: LocatedError {
  /// What kind of failure it was.
  public enum Code: String, Sendable, Hashable {
    /// A row without tokens.
    case emptyRow
    /// A row with more tokens than the model has positions.
    case rowTooLong
    /// A token id outside the vocabulary.
    case tokenOutOfRange
    /// A token type that the model does not have.
    case typeOutOfRange
    /// A row with more or fewer token types than tokens.
    case typeCountMismatch
    /// The head reads vectors of another width than the encoder gives.
    case headWidthMismatch
    /// The checkpoint has tensors that the architecture does not use.
    case unusedTensors
    /// The instruction set that was asked for is not there.
    case instructionSetMissing
    /// There is not enough memory.
    case outOfMemory
    /// An operation refused its sizes; this should not happen.
    case invalidOperation
  }

  /// The kind of failure.
  public let code: Code
  /// The file, or `batch` and the row and token inside it.
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

extension EncoderError {
  /// Memory could not be had.
  static let outOfMemory = EncoderError(
    .outOfMemory, at: Place(file: "encoder"), problem: "not enough memory")
}
