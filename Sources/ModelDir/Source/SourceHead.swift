import PackEncoders
import PackCheckpoints
import PackFiles
import PackJSON

/// The pruning head of a source.
struct SourceHead {
  /// `classifier.weight` [2, hidden], `classifier.bias` [2], and maybe the two pooling weights.
  let tensors: [Tensor]
  /// The row of the classifier that means "keep": 1, or 0 in a classifier of tokens that was trained the other way round.
  let keepRow: Int
  private let config: PruningHeadConfig?

  /// Opens a head.
  ///
  /// - Parameters:
  ///   - path: a file of weights, a directory with one, or the directory of a classifier of tokens.
  ///   - fallback: the head's configuration where none lies beside its weights.
  init(_ path: String, fallback: JSONNode? = nil) throws {
    guard let kind = fileKind(path) else {
      throw ModelDirError(.missingFile, at: Place(file: path), problem: "the pruning head does not exist")
    }
    guard kind == .directory else {
      try self.init(Checkpoint(file: path, readsPickles: true), config: fallback, at: Place(file: path))
      return
    }
    if try TokenClassifier.isOne(path) {
      self = try TokenClassifier(path).head
      return
    }
    let configPath = joinPath(path, PackageLayout.config)
    let config = fileKind(configPath) == nil ? fallback : try JSONDocument(readingFile: configPath).root
    try self.init(Checkpoint(directory: path, readsPickles: true), config: config, at: Place(file: path))
  }

  /// A head out of a checkpoint.
  ///
  /// - Parameters:
  ///   - config: pruning_head/config.json, or `pruning_config`.
  ///   - keepRow: the row of the classifier that means "keep".
  ///   - place: where the head comes from, for messages.
  init(_ checkpoint: Checkpoint, config: JSONNode?, keepRow: Int = 1, at place: Place) throws {
    let names = HeadNames.current(checkpoint.tensors.map(\.name))
    guard
      names.sorted() == HeadTensors.classifierNames
        || names.sorted() == HeadTensors.classifierNames + HeadTensors.poolingNames
    else {
      let found = checkpoint.tensors.map(\.name)
      throw ModelDirError(
        .unsupportedSource, at: place, problem: "not a pruning head",
        expected:
          "the tensors weight and bias, or classifier.weight and classifier.bias (and maybe pooling_weights.*)",
        found: found.isEmpty ? "none" : found.prefix(8).joined(separator: ", "))
    }
    tensors = zip(checkpoint.tensors, names).map { $0.name == $1 ? $0 : $0.renamed($1) }
    self.keepRow = keepRow
    // OpenProvence reads an empty one, and takes the width from the model.
    self.config = try config.flatMap { $0["hidden_size"] == nil ? nil : try PruningHeadConfig($0) }
  }

  /// The tensors as the package has them: row 0 for "prune", row 1 for "keep".
  func entries(dtype: DType?) -> [SafetensorsWriter.Entry] {
    tensors.map { tensor in
      SafetensorsWriter.Entry(
        name: tensor.name, tensor: tensor, dtype: dtype,
        rows: keepRow == 0 && HeadTensors.classifierNames.contains(tensor.name) ? [1, 0] : nil)
    }
  }

  /// The head's configuration for a sub-model of this width, after the head's shape was checked against it.
  ///
  /// - Throws: ``ModelDirError`` when the head is of another width.
  func config(hiddenSize: Int, subModelDropout: Double?) throws -> PruningHeadConfig {
    let known =
      HeadTensors.classifier(hiddenSize: hiddenSize) + HeadTensors.pooling(hiddenSize: hiddenSize)
    for tensor in tensors {
      guard let shape = known.first(where: { $0.name == tensor.name })?.shape, tensor.shape != shape else {
        continue
      }
      throw ModelDirError(
        .contradiction, at: tensor.place, problem: "the pruning head does not fit the model",
        expected: "\(Tensor.text(of: shape))", found: tensor.shapeText)
    }
    if let config, config.hiddenSize != hiddenSize {
      throw ModelDirError(
        .contradiction, at: Place(file: PackageLayout.config, jsonPath: "$.hidden_size"),
        problem: "the pruning head does not fit the model", expected: "\(hiddenSize)",
        found: "\(config.hiddenSize)")
    }
    return PruningHeadConfig(
      hiddenSize: hiddenSize,
      classifierDropout: config?.classifierDropout ?? subModelDropout ?? 0,
      sentencePooling: config?.sentencePooling ?? "mean",
      usesWeightedPooling: tensors.contains { $0.name == HeadTensors.poolingWeight })
  }
}
