public import PackCheckpoints
public import PackFiles

/// The tensors of a checkpoint, safetensors or pickle, and what a pickle would import.
public struct WeightsInspection: Sendable {
  /// A tensor as it is listed.
  public struct Row: Sendable {
    /// Name of the tensor.
    public let name: String
    /// Element type.
    public let dtype: DType
    /// Dimensions, outermost first.
    public let shape: [Int]
    /// The file that holds it.
    public let file: String
    /// Where its bytes lie in a safetensors file.
    public let byteRange: Range<Int>?
    /// Key of the storage that it is a view of, in a pickle; tensors that share memory share it.
    public let storage: String?
  }

  /// The directory or file that holds the weights.
  public let name: String
  /// `safetensors`, or what kind of pickle it is.
  public let format: String
  /// The tensors by their names.
  public let rows: [Row]
  /// What a pickle would import.
  public let imports: [PickleImport]
  /// Why a pickle is refused.
  public let problem: CheckpointError?

  /// Number of elements of all tensors.
  public let parameterCount: Int
  /// Bytes of all tensors.
  public let byteCount: Int

  /// Lists a safetensors checkpoint.
  init(_ checkpoint: Checkpoint, name: String) {
    self.init(
      name: name, format: CheckpointFile.Format.safetensors.rawValue,
      rows: checkpoint.tensors.map {
        Row(
          name: $0.name, dtype: $0.dtype, shape: $0.shape, file: $0.fileName, byteRange: $0.byteRange,
          storage: nil)
      }, imports: [], problem: nil)
  }

  /// Lists a pickle; one that is refused still shows its imports.
  ///
  /// - Throws: ``PackFiles/FileError``.
  init?(pickle path: String, name: String) throws {
    guard let scan = try PickleScan(path, name: name) else { return nil }
    do {
      let file = try TorchFile(path, name: name)
      try file.verify()
      let rows = file.entries.map {
        Row(name: $0.name, dtype: $0.dtype, shape: $0.shape, file: name, byteRange: nil, storage: $0.storage)
      }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      self.init(
        name: name, format: scan.kind.rawValue, rows: rows, imports: scan.imports, problem: scan.problem)
    } catch let error as CheckpointError {
      self.init(name: name, format: scan.kind.rawValue, rows: [], imports: scan.imports, problem: error)
    }
  }

  private init(
    name: String, format: String, rows: [Row], imports: [PickleImport], problem: CheckpointError?
  ) {
    self.name = name
    self.format = format
    self.rows = rows
    self.imports = imports
    self.problem = problem
    let counts = rows.map { $0.shape.contains(0) ? 0 : $0.shape.reduce(1, *) }
    // Each fits, but views of one storage can be many.
    parameterCount = counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    byteCount = zip(rows, counts).reduce(0) {
      $0.addingReportingOverflow($1.1 * $1.0.dtype.bits / 8).partialValue
    }
  }
}
