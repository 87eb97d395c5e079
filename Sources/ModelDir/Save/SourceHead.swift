import Checkpoints
import Files
import JSON

/// The pruning head of a source.
struct SourceHead {
  /// `classifier.weight` [2, hidden], `classifier.bias` [2], and maybe the two pooling weights.
  let tensors: [Tensor]
  private let config: PruningHeadConfig?

  private static let required = ["classifier.bias", "classifier.weight"]
  private static let pooling = ["pooling_weights.bias", "pooling_weights.weight"]

  /// Opens a head.
  ///
  /// - Parameter path: a safetensors file or what torch.save wrote, or a directory with one of them.
  init(_ path: String) throws {
    guard let kind = fileKind(path) else {
      throw ModelDirError(.missingFile, at: Place(file: path), problem: "the pruning head does not exist")
    }
    let checkpoint: Checkpoint
    if kind == .directory {
      checkpoint = try Checkpoint(directory: path, readsPickles: true)
      let configPath = joinPath(path, PackageLayout.config)
      config =
        fileKind(configPath) == nil
        ? nil : try PruningHeadConfig(JSONDocument(readingFile: configPath).root)
    } else {
      checkpoint = try Checkpoint(file: path, readsPickles: true)
      config = nil
    }
    let names = checkpoint.tensors.map(\.name)
    guard names == Self.required || names == Self.required + Self.pooling else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: path), problem: "not a pruning head",
        expected: "the tensors classifier.weight and classifier.bias (and maybe pooling_weights.*)",
        found: names.isEmpty ? "none" : names.prefix(8).joined(separator: ", "))
    }
    tensors = checkpoint.tensors
  }

  /// The head's configuration for a sub-model of this width, after the head's shape has been held against it.
  ///
  /// - Throws: ``ModelDirError`` when the head is of another width.
  func config(hiddenSize: Int, subModelDropout: Double?) throws -> PruningHeadConfig {
    let shapes = [
      "classifier.weight": [2, hiddenSize], "classifier.bias": [2],
      "pooling_weights.weight": [1, hiddenSize], "pooling_weights.bias": [1],
    ]
    for tensor in tensors {
      guard let shape = shapes[tensor.name], tensor.shape != shape else { continue }
      throw ModelDirError(
        .contradiction, at: tensor.place, problem: "the pruning head does not fit the model",
        expected: Tensor.text(of: shape), found: tensor.shapeText)
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
      usesWeightedPooling: tensors.contains { $0.name == "pooling_weights.weight" })
  }
}
