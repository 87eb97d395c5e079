public import PackCheckpoints
public import PackFiles
public import PackJSON
import Synchronization

/// A transformer encoder with the classifier that its checkpoint holds.
///
/// Weights are read in place from their mapped files, and those of an encoder that runs long are kept in the order of the
/// products (`keepsPanels`); computation is in float, or its products in int8. A row's results have the same bits alone and in any
/// batch, in every run, and with any number of threads.
///
/// ```swift
/// let encoder = try Encoder(config: config.root, weights: Checkpoint(directory: "ranking_model"))
/// let rows = try encoder.run([TokenRow(ids: [101, 7592, 102])])
/// ```
public final class Encoder: Sendable {
  /// The architecture.
  public let family: EncoderFamily

  /// What the checkpoint holds beside the encoder.
  public let role: EncoderRole

  /// What its products are computed in.
  public let precision: Precision

  /// The instruction set that it computes with.
  public let instructionSet: InstructionSet

  /// Elements of all tensors of the checkpoint.
  public let parameterCount: Int

  let config: any FamilyConfig
  let model: any EncoderModel
  let sequenceHead: ClassifierHead?
  let tokenHead: ClassifierHead?

  /// One run at a time uses the threads and the workspace.
  private let runs = Mutex(())
  nonisolated(unsafe) private let pass: ForwardPass

  /// Creates an encoder.
  ///
  /// - Parameters:
  ///   - config: the root of the model's config.json.
  ///   - weights: the checkpoint beside it.
  ///   - role: what the checkpoint holds.
  ///   - threads: number of threads, the caller's included.
  ///   - keepsPanels: whether float32 matrices are rearranged once, after some thirty passes, instead of in each one: a
  ///     short input then takes up to a third less time. The memory is this process's own, and the file's pages are given
  ///     back for it; several processes with one model share more without.
  ///   - precision: what products are computed in. For int8 the weights are quantized now, into memory of this process's own;
  ///     `keepsPanels` is then about the heads.
  ///   - instructionSet: the kernels to use; for tests.
  /// - Throws: `JSONError` for a config that cannot be run, `CheckpointError` for a tensor that is missing or has another
  ///   shape, ``EncoderError`` for tensors that nothing uses and where memory is short.
  public init(
    config: JSONNode, weights: Checkpoint, role: EncoderRole = .sequenceClassification, threads: Int = 1,
    keepsPanels: Bool = true, precision: Precision = .float32, instructionSet: InstructionSet = .best
  ) throws {
    family = try EncoderFamily(config: config)
    let loaded = try LoadedEncoder(
      config: family.readConfig(config, for: role), weights: weights, role: role,
      form: precision == .int8 ? .int8 : keepsPanels ? .panels : .file)
    try loaded.checkComplete()
    self.role = role
    self.precision = precision
    self.instructionSet = instructionSet
    self.config = loaded.config
    model = loaded.model
    sequenceHead = loaded.sequenceHead
    tokenHead = loaded.tokenHead
    parameterCount = weights.parameterCount
    pass = ForwardPass(try Engine(threads: threads, instructionSet: instructionSet))
    // One token goes through all layers, and each quantizes its weights.
    if precision == .int8 { _ = try run([TokenRow(ids: [0])]) }
  }

  /// The sizes.
  public var shape: EncoderShape { config.shape }

  /// Whether the two hidden-state sources are different numbers in this family.
  public var hiddenStatesDiffer: Bool { config.hiddenStatesDiffer }

  /// Runs the encoder on a batch.
  ///
  /// - Parameters:
  ///   - batch: rows of any lengths; they are not padded.
  ///   - head: a pruning head to apply to each token.
  ///   - source: which states the head reads, and `hiddenStates` returns.
  ///   - keepsStates: whether the states are returned.
  /// - Returns: one result for each row, in order.
  /// - Throws: ``EncoderError`` naming the row and token that cannot be run.
  public func run(
    _ batch: [TokenRow], head: PruningHead? = nil, source: HiddenStateSource = .lastHiddenState,
    keepsStates: Bool = false
  ) throws(EncoderError) -> [EncodedRow] {
    try check(batch, head)
    return try runs.withLock { _ throws(EncoderError) in
      try withExtendedLifetime((self, head)) { () throws(EncoderError) in
        try compute(batch, head: head, source: source, keepsStates: keepsStates, pass)
      }
    }
  }

  /// Runs the encoder as ``run(_:head:source:keepsStates:)`` does, and looks at its activations.
  ///
  /// - Throws: ``EncoderError`` naming the row and token that cannot be run.
  package func run(
    _ batch: [TokenRow], head: PruningHead?, source: HiddenStateSource, inspection: ActivationInspection?
  ) throws(EncoderError) -> [EncodedRow] {
    guard let inspection else { return try run(batch, head: head, source: source) }
    try check(batch, head)
    return try runs.withLock { _ throws(EncoderError) in
      pass.engine.inspection = inspection
      // What was made of relative positions is kept for the next rows, and would be kept rounded.
      pass.projectedPositions = nil
      defer {
        pass.engine.inspection = nil
        pass.projectedPositions = nil
      }
      return try withExtendedLifetime((self, head)) { () throws(EncoderError) in
        try compute(batch, head: head, source: source, keepsStates: false, pass)
      }
    }
  }

  /// The states after the embedding and after each layer, [tokens, hiddenSize] each.
  package func trace(_ row: TokenRow) throws(EncoderError) -> [[Float]] {
    try check([row], nil)
    return try runs.withLock { _ throws(EncoderError) in
      var layers: [[Float]] = []
      pass.observer = { layers.append($0) }
      defer { pass.observer = nil }
      _ = try compute([row], head: nil, source: .lastHiddenState, keepsStates: false, pass)
      return layers
    }
  }
}
