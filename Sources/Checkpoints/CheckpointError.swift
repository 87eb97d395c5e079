public import Files

/// A checkpoint that breaks its format, or lacks what its reader needs.
public struct CheckpointError: LocatedError {
  /// What kind of failure it was; each rule of the format has its own.
  public enum Code: String, Sendable, Hashable {
    /// The file has no bytes.
    case emptyFile
    /// The file is a Git LFS pointer, not the weights it points to.
    case lfsPointer
    /// The file is a web page, such as an error page saved under the name of the weights.
    case htmlPage
    /// Fewer than the 8 bytes of the header's length.
    case headerLengthMissing
    /// The header claims more than 100,000,000 bytes.
    case headerTooLarge
    /// The header claims more bytes than the file has.
    case headerBeyondFile
    /// The header is not UTF-8.
    case headerNotUTF8
    /// The header is not JSON, or not a JSON object of the required shape.
    case headerNotJSON
    /// The header does not begin with `{`.
    case headerNotAtBrace
    /// The header has a key twice.
    case headerDuplicateKey
    /// `__metadata__` is not an object of strings.
    case metadataNotStrings
    /// A dtype that the format does not name.
    case unknownDType
    /// A dimension that is negative or no integer.
    case invalidShape
    /// `data_offsets` is not two integers in order, or lies beyond the file.
    case invalidOffsets
    /// The first tensor does not begin where the header ends.
    case offsetsNotAtZero
    /// Bytes between two tensors belong to none.
    case offsetsLeaveHole
    /// Two tensors share bytes.
    case offsetsOverlap
    /// The tensor has more or fewer bytes than shape and dtype ask for.
    case sizeMismatch
    /// Shape times dtype does not fit in an integer.
    case sizeOverflow
    /// Bytes after the last tensor belong to none.
    case trailingBytes
    /// The file ends before the last tensor does.
    case missingBytes
    /// The shard index does not have the shape of one.
    case invalidIndex
    /// A shard that the index names is not there.
    case missingShard
    /// The index and its shards disagree about which tensor is where.
    case indexDisagrees
    /// `metadata.total_size` is not the sum of the shards' tensors.
    case totalSizeMismatch
    /// The directory has neither `model.safetensors` nor an index.
    case noWeights
    /// A tensor that the architecture needs is not there.
    case missingTensor
    /// A tensor has another shape than the architecture needs.
    case wrongShape
    /// A tensor has a dtype that cannot be computed with.
    case unsupportedDType
    /// A value cannot be represented in the dtype that was asked for.
    case valueOverflow
  }

  /// The kind of failure.
  public let code: Code
  /// File, and byte offset or tensor name.
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
