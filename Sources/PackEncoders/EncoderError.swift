public import PackFiles

/// Why an encoder cannot run.
public enum EncoderErrorCode: String, Sendable, Hashable {
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
  /// The checkpoint has tensors that are not used by the architecture.
  case unusedTensors
  /// The instruction set that was asked for is not there.
  case instructionSetMissing
  /// There is not enough memory.
  case outOfMemory
  /// An operation does not support these sizes; this should not happen.
  case invalidOperation
}

/// An input that an encoder cannot run, a checkpoint that does not fit it, or a machine without the memory for it.
public typealias EncoderError = LocatedFailure<EncoderErrorCode>

extension EncoderError {
  /// Memory could not be had.
  static var outOfMemory: EncoderError {
    EncoderError(.outOfMemory, at: Place(file: "encoder"), problem: "not enough memory")
  }
}
