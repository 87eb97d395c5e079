import Checkpoints
import Encoders
import Files
import JSON

/// The sub-model of a source: its configuration and its weights, as transformers saved them.
struct SourceModel {
  let directory: String
  let mode: PackageMode
  let config: JSONNode
  let encoder: SubModelConfig
  let checkpoint: Checkpoint

  init(directory: String, mode: PackageMode) throws {
    guard let kind = fileKind(directory) else {
      throw ModelDirError(.missingFile, at: Place(file: directory), problem: "the source does not exist")
    }
    guard kind == .directory else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: directory), problem: "the source is not a directory",
        expected: "a directory that save_pretrained wrote", found: "a file")
    }
    self.directory = directory
    self.mode = mode
    config = try JSONDocument(readingFile: joinPath(directory, PackageLayout.config)).root
    try Self.requireArchitecture(config, mode: mode)
    encoder = try SubModelConfig(config)
    checkpoint = try Checkpoint(directory: directory, readsPickles: true)
  }

  /// Names of the labels, in the order of their ids.
  func labels() throws -> [String] {
    if mode == .pruningOnly { return ["prune", "keep"] }
    if let map = try config.optional("id2label") { return try PackageConfig.labels(map) }
    let rows = ["classifier.weight", "classifier.out_proj.weight"].lazy
      .compactMap { checkpoint[$0]?.shape.first }.first
    let count = try config.optionalInt("num_labels") ?? rows ?? 2
    guard (1...PackageConfig.largestLabelCount).contains(count) else {
      throw config.notAllowed("1 to \(PackageConfig.largestLabelCount) labels", problem: "number of labels")
    }
    return PackageConfig.defaultLabels(count: count)
  }

  /// The widest type of floating point among the tensors: none of them loses anything in it.
  func dtype() throws -> DType {
    for dtype in [DType.float32, .bfloat16, .float16]
    where checkpoint.tensors.contains(where: { $0.dtype == dtype }) {
      return dtype
    }
    throw ModelDirError(
      .unsupportedSource, at: Place(file: joinPath(directory, Checkpoint.fileName)),
      problem: "no weights that can be computed with", expected: "F32, F16 or BF16")
  }

  /// The text of the sub-model's config.json: the source's, without what belongs to a machine, and with the tensors'
  /// own type.
  func configText(dtype: DType, labels: [String]) -> String {
    guard case .object(var object) = JSONValue(config) else { return "" }
    for key in [
      "_name_or_path", "auto_map", "dtype", "_commit_hash", "_attn_implementation",
      "_attn_implementation_autoset",
      "attn_implementation", "chunk_size_feed_forward", "problem_type", "return_dict", "use_cache",
    ] {
      object[key] = nil
    }
    for member in object.members where member.key.hasSuffix("name_or_path") {
      if case .string(let value) = member.value, isLocalPath(value) { object[member.key] = nil }
    }
    object["torch_dtype"] = dtype.torchName.map { .string($0) }
    if mode == .rerankingPruning && object["id2label"] == nil {
      var id2label = JSONObject()
      var label2id = JSONObject()
      for (id, label) in labels.enumerated() {
        id2label[String(id)] = .string(label)
        label2id[label] = .int(id)
      }
      object["id2label"] = .object(id2label)
      object["label2id"] = .object(label2id)
    }
    // transformers derives it from id2label, and version 5 lets it win over id2label where both stand.
    object["num_labels"] = nil
    return JSONValue.object(object).text(.file)
  }

  /// Writes the weights into the package: the files as they are, unless a type has to change.
  func writeWeights(to target: String, dtype: DType) throws {
    let isSharded = checkpoint.files.count > 1
    let isReady = checkpoint.files.allSatisfy { $0.metadata?["format"] == "pt" }
    let isConverted = checkpoint.tensors.contains { $0.dtype.isComputable && $0.dtype != dtype }
    if isReady && !isConverted {
      for file in checkpoint.files {
        let name = isSharded ? lastPathComponent(file.path) : Checkpoint.fileName
        try copyFile(file.path, to: joinPath(target, name))
      }
      if isSharded {
        try copyFile(joinPath(directory, Checkpoint.indexName), to: joinPath(target, Checkpoint.indexName))
      }
      return
    }
    let entries = checkpoint.tensors.map { tensor in
      SafetensorsWriter.Entry(
        name: tensor.name, tensor: tensor, dtype: tensor.dtype.isComputable ? dtype : tensor.dtype)
    }
    try SafetensorsWriter.write(entries, to: joinPath(target, Checkpoint.fileName))
  }

  private static func requireArchitecture(_ config: JSONNode, mode: PackageMode) throws {
    guard let node = try config.optional("architectures"),
      let first = try node.elements().first(where: { _ in true })
    else { return }
    let name = try first.string()
    switch mode {
    case .rerankingPruning where !name.hasSuffix("ForSequenceClassification"):
      throw first.notAllowed("a *ForSequenceClassification model", problem: "not a ranking model")
    case .pruningOnly where !name.hasSuffix("Model"):
      throw first.notAllowed("a base encoder, such as BertModel", problem: "not a base encoder")
    default: break
    }
  }

}
