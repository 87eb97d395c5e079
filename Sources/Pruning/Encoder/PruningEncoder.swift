public import ModelDir
package import PackCheckpoints
public import PackEncoders
public import PackFiles
package import PackJSON
public import PackTokenizers

/// A package that runs: its tokenizer, its encoder and its heads.
///
/// ```swift
/// let model = try PruningEncoder(directory: "my-pruner", threads: 2)
/// let prediction = try model.predict([TextPair(query: "Who?", document: "She did.")])[0]
/// ```
public final class PruningEncoder: Sendable {
  /// What the package's config.json says.
  public let config: PackageConfig
  /// The package's tokenizer.
  public let tokenizer: Tokenizer
  /// Whether the tokenizer's settings give token types to the model's caller.
  public let givesTokenTypeIDs: Bool

  /// How many threads compute.
  let threads: Int
  private let encoder: Encoder
  private let head: PruningHead
  private let files: FileWatch?
  private let inspection: ActivationInspection?

  /// Opens a package.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - threads: how many threads compute.
  ///   - precision: what products are computed in.
  /// - Throws: the error of whichever part cannot be read or run.
  public convenience init(directory: String, threads: Int, precision: Precision = .float32) throws {
    try PackageJournal.settle(directory)
    let files = FileWatch([directory])
    do {
      let config = try PackageConfig(
        JSONDocument(readingFile: joinPath(directory, PackageLayout.config)).root)
      let subModel = joinPath(directory, config.mode.subModelDirectory)
      try self.init(
        config: config,
        tokenizer: Tokenizer(readingFile: joinPath(directory, PackageLayout.tokenizer)),
        tokenizerConfig: JSONDocument(readingFile: joinPath(directory, PackageLayout.tokenizerConfig)).root,
        subModelConfig: JSONDocument(readingFile: joinPath(subModel, PackageLayout.config)).root,
        subModel: Checkpoint(directory: subModel),
        head: Checkpoint(directory: joinPath(directory, PackageLayout.head)), threads: threads,
        keepsPanels: true, precision: precision, files: files)
    } catch {
      try files.check()
      throw error
    }
    try files.keepMaps()
  }

  /// Puts a model together from parts that have been read already; `keepsPanels` is for one that is to run long.
  package init(
    config: PackageConfig, tokenizer: Tokenizer, tokenizerConfig: JSONNode, subModelConfig: JSONNode,
    subModel: Checkpoint, head: Checkpoint, threads: Int, keepsPanels: Bool = false,
    precision: Precision = .float32, files: FileWatch? = nil
  ) throws {
    encoder = try Encoder(
      config: subModelConfig, weights: subModel,
      role: config.mode == .rerankingPruning ? .sequenceClassification : .encoder, threads: threads,
      keepsPanels: keepsPanels, precision: precision)
    guard encoder.shape.hiddenSize == config.head.hiddenSize else {
      throw PruningError(
        .brokenPackage, at: Place(file: PackageLayout.config, jsonPath: "$.pruning_config.hidden_size"),
        problem: "pruning head width differs from the encoder's", expected: "\(encoder.shape.hiddenSize)",
        found: "\(config.head.hiddenSize)")
    }
    if let limit = encoder.shape.positionLimit, config.maximumLength > limit {
      throw PruningError(
        .brokenPackage, at: Place(file: PackageLayout.config, jsonPath: "$.max_length"),
        problem: "max_length exceeds the usable positions",
        expected: "at most \(limit)",
        found: "\(config.maximumLength)")
    }
    self.head = try PruningHead(TensorScope(head), shape: config.head.shape)
    self.files = files
    inspection = nil
    self.config = config
    self.tokenizer = tokenizer
    self.threads = threads
    let names = try tokenizerConfig.optional("model_input_names")?.elements().map { try $0.string() }
    givesTokenTypeIDs = names?.contains("token_type_ids") ?? (encoder.shape.typeCount > 1)
  }

  /// The same model, whose runs are looked at.
  private init(_ model: PruningEncoder, _ inspection: ActivationInspection) {
    config = model.config
    tokenizer = model.tokenizer
    givesTokenTypeIDs = model.givesTokenTypeIDs
    threads = model.threads
    encoder = model.encoder
    head = model.head
    files = model.files
    self.inspection = inspection
  }

  /// The same model and its weights, with runs whose activations are looked at.
  package func inspected(by inspection: ActivationInspection) -> PruningEncoder {
    PruningEncoder(self, inspection)
  }

  /// About so many products of two numbers make a token's states, in layers whose inner width is four times the outer one.
  package var productsPerToken: Int {
    let shape = encoder.shape
    return shape.layers &* 12 &* shape.hiddenSize &* shape.hiddenSize
  }

  /// The tokens of a pair, truncated longest-first to the package's max_length, as CrossEncoder does.
  ///
  /// - Parameters:
  ///   - pair: the texts.
  ///   - maximumLength: a smaller bound than the package's.
  /// - Throws: ``PackTokenizers/TokenizerError`` where the bound leaves no room for the special tokens.
  public func encode(_ pair: TextPair, maximumLength: Int? = nil) throws(TokenizerError) -> Encoding {
    let length = min(maximumLength ?? config.maximumLength, config.maximumLength)
    return try tokenizer.encode(
      pair.query, pair: pair.document, truncation: Truncation(maximumLength: length, strategy: .longestFirst))
  }

  /// Asks the model about pairs.
  ///
  /// - Parameters:
  ///   - pairs: any number of any lengths; a pair's numbers do not depend on its neighbours.
  ///   - maximumLength: a smaller bound than the package's.
  /// - Throws: ``PackTokenizers/TokenizerError``, ``PackEncoders/EncoderError``; ``PackFiles/FileError`` when the weights' files
  ///   have changed since they were opened.
  public func predict(_ pairs: [TextPair], maximumLength: Int? = nil) throws -> [PairPrediction] {
    try predict(pairs.map { try encode($0, maximumLength: maximumLength) })
  }

  /// Asks the model about pairs that have been encoded already.
  package func predict(_ encodings: [Encoding]) throws -> [PairPrediction] {
    let usesTypes = config.usesTokenTypeIDs && givesTokenTypeIDs
    let rows = encodings.map { TokenRow(ids: $0.ids, typeIDs: usesTypes ? $0.typeIDs : nil) }
    let results = try encoder.run(rows, head: head, source: config.hiddenStateSource, inspection: inspection)
    try files?.check()
    return zip(encodings, results).map { encoding, row in
      PairPrediction(
        encoding: encoding, rankingLogits: row.rankingLogits,
        rankingScore: row.rankingLogits.flatMap { config.activation.score($0) },
        pruningLogits: row.pruningLogits ?? [])
    }
  }

  /// Asks the model about pairs that have been encoded already; one that it refuses does not stand in the way of others.
  ///
  /// - Throws: ``PackFiles/FileError`` when the weights' files have changed since they were opened; ``PackEncoders/EncoderError``
  ///   where there is not enough memory.
  package func predictions(_ encodings: [Encoding]) throws -> [Result<PairPrediction, any Error>] {
    do {
      return try predict(encodings).map { .success($0) }
    } catch let error as EncoderError where error.code != .outOfMemory {
      guard encodings.count > 1 else { return encodings.map { _ in .failure(error) } }
      return try encodings.flatMap { try predictions([$0]) }
    }
  }

  /// Runs rows of any number, `batchSize` together, longer ones first; the results stand in the order of the rows.
  package func run(
    _ rows: [TokenRow], batchSize: Int, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws -> [BlockOutcome] {
    let order = rows.indices.sorted { (-rows[$0].ids.count, $0) < (-rows[$1].ids.count, $1) }
    var outcomes = [BlockOutcome?](repeating: nil, count: rows.count)
    for start in stride(from: 0, to: order.count, by: max(1, batchSize)) {
      let numbers = order[start..<min(start + max(1, batchSize), order.count)]
      let results = try encoder.run(
        numbers.map { rows[$0] }, head: head, source: config.hiddenStateSource, inspection: inspection)
      for (number, result) in zip(numbers, results) {
        outcomes[number] = BlockOutcome(
          rankingScore: result.rankingLogits.flatMap { config.activation.score($0) },
          keepProbabilities: (result.pruningLogits ?? []).map(\.keepProbability))
      }
      try files?.check()
      progress(min(start + max(1, batchSize), order.count), order.count)
    }
    return outcomes.compactMap { $0 }
  }
}
