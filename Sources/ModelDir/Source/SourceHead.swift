import PackEncoders
import PackCheckpoints
import PackFiles
import PackJSON

/// The pruning head of a source.
struct SourceHead {
  /// The tensors under a package's names: ``HeadTensors``, and maybe the two pooling weights.
  let tensors: [Tensor]
  /// What is between the hidden state and the classifier.
  let transform: PruningHeadShape.Transform?
  /// The classifier's rows, where they are more than two.
  let labels: PruningHeadLabels?
  /// The row of two that means "keep": 1, or 0 in a classifier of tokens that was trained the other way round.
  let keepRow: Int
  /// Whether the head was trained on its encoder's output, whatever else is known of the source.
  let readsLastHiddenState: Bool
  private let config: PruningHeadConfig?

  /// Opens a head.
  ///
  /// - Parameters:
  ///   - path: a file of weights, a directory with one, or the directory of a classifier of tokens.
  ///   - fallback: the head's configuration where none lies beside its weights.
  ///   - keepLabels: names of the labels that mean "keep", in a classifier of tokens whose labels do not say so.
  init(_ path: String, fallback: JSONNode? = nil, keepLabels: [String] = []) throws {
    guard let kind = fileKind(path) else {
      throw ModelDirError(.missingFile, at: Place(file: path), problem: "the pruning head does not exist")
    }
    guard kind == .directory else {
      try self.init(Checkpoint(file: path, readsPickles: true), config: fallback, at: Place(file: path))
      return
    }
    if try TokenClassifier.isOne(path) {
      self = try TokenClassifier(path, keepLabels: keepLabels).requiredHead
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
  ///   - place: where the head comes from, for messages.
  init(_ checkpoint: Checkpoint, config: JSONNode?, at place: Place) throws {
    // OpenProvence reads an empty one, and takes the width from the model.
    let config = try config.flatMap { $0["hidden_size"] == nil ? nil : try PruningHeadConfig($0) }
    try self.init(checkpoint, transform: config?.transform, labels: config?.labels, config: config, at: place)
  }

  /// A classifier of tokens.
  ///
  /// - Parameters:
  ///   - checkpoint: its tensors under a package's names.
  ///   - transform: what is before its last layer.
  ///   - labels: names of its labels.
  ///   - keptRows: those that mean "keep".
  ///   - place: where it comes from, for messages.
  init(
    _ checkpoint: Checkpoint, transform: PruningHeadShape.Transform?, labels names: [String], keptRows: [Int],
    at place: Place
  ) throws {
    if names.count == 2 {
      try self.init(
        checkpoint, transform: transform, keepRow: keptRows == [0] ? 0 : 1, readsLastHiddenState: true,
        at: place)
      return
    }
    guard let labels = PruningHeadLabels(names: names, kept: keptRows.map { names[$0] }) else {
      throw ModelDirError(
        .unsupportedSource, at: place, problem: "the labels of the classifier of tokens are not told apart",
        expected: "2 to \(PruningHeadLabels.largestCount) different names",
        found: names.prefix(8).map(\.quotedForMessage).joined(separator: ", "))
    }
    try self.init(checkpoint, transform: transform, labels: labels, readsLastHiddenState: true, at: place)
  }

  private init(
    _ checkpoint: Checkpoint, transform: PruningHeadShape.Transform?, labels: PruningHeadLabels? = nil,
    keepRow: Int = 1, readsLastHiddenState: Bool = false, config: PruningHeadConfig? = nil, at place: Place
  ) throws {
    let names = HeadNames.current(checkpoint.tensors.map(\.name))
    let needed = HeadTensors.needed(PruningHeadShape(hiddenSize: 1, transform: transform)).map(\.name)
    guard [needed, needed + HeadTensors.poolingNames].contains(where: { $0.sorted() == names.sorted() })
    else {
      let found = checkpoint.tensors.map(\.name)
      throw ModelDirError(
        .unsupportedSource, at: place, problem: "not a pruning head",
        expected: transform == nil
          ? "the tensors weight and bias, or classifier.weight and classifier.bias (and maybe pooling_weights.*)"
          : "the tensors \(needed.sorted().joined(separator: ", "))",
        found: found.isEmpty ? "none" : found.prefix(8).joined(separator: ", "))
    }
    tensors = zip(checkpoint.tensors, names).map { $0.name == $1 ? $0 : $0.renamed($1) }
    self.transform = transform
    self.labels = labels
    self.keepRow = keepRow
    self.readsLastHiddenState = readsLastHiddenState
    self.config = config
  }

  /// The rows of the source's own classifier that mean "prune" and "keep".
  var rows: (prune: [Int], keep: [Int]) {
    guard let labels else { return ([1 - keepRow], [keepRow]) }
    let kept = labels.keptRows
    return (labels.names.indices.filter { !kept.contains($0) }, kept)
  }

  /// The tensors as the package has them: of two rows, 0 for "prune" and 1 for "keep".
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
    let result = PruningHeadConfig(
      hiddenSize: hiddenSize,
      classifierDropout: config?.classifierDropout ?? subModelDropout ?? 0,
      sentencePooling: config?.sentencePooling ?? "mean",
      usesWeightedPooling: tensors.contains { $0.name == HeadTensors.poolingWeight },
      transform: transform, labels: labels)
    let known = HeadTensors.needed(result.shape) + HeadTensors.pooling(hiddenSize: hiddenSize)
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
    return result
  }
}
