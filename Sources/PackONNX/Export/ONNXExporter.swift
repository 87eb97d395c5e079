public import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// Writes a package as one graph of ONNX, with the files that its readers need beside it.
public enum ONNXExporter {
  /// Bytes above which the weights go to a file of their own: a message of Protocol Buffers cannot have 2 GB.
  public static let largestFile = ONNXModel.largestFile

  /// Writes a directory in any known layout as a graph: inputs as its tokenizer gives them, outputs `logits` (of sequences;
  /// of tokens where there is no ranking model) and `pruning_logits` ([batch, length, 2]: prune, keep).
  ///
  /// The directory is what sentence-transformers' ONNX backend, fastembed and transformers.js load: config.json of a plain
  /// model, the tokenizer's files, and `onnx/model.onnx` or, in int8, `onnx/model_int8.onnx`.
  ///
  /// - Parameters:
  ///   - directory: the package.
  ///   - output: a path that does not exist yet.
  ///   - precision: how matrices are stored, and multiplied by.
  ///   - largestFile: bytes above which the weights stand in `NAME_data` beside the graph.
  /// - Returns: where the model is, and what was decided on the way.
  /// - Throws: ``ONNXError``, ``ModelDir/ModelDirError``, ``PackCheckpoints/CheckpointError``, ``PackJSON/JSONError`` or
  ///   ``PackFiles/FileError``; the output path is then as it was before.
  public static func export(
    _ directory: String, to output: String, precision: ONNXPrecision = .float32,
    largestFile: Int = largestFile
  ) throws -> SaveReport {
    try PackageExporter.export(directory, to: output, graphFile: ONNXFiles.path(precision)) { source, root in
      try makeDirectory(joinPath(root, ONNXFiles.folder))
      let isOutside = try graph(of: source).model(precision).write(
        to: joinPath(root, ONNXFiles.path(precision)), largestFile: largestFile)
      guard isOutside else { return [:] }
      // Without it transformers.js does not look for the second file.
      let files: JSONObject = [ONNXFiles.name(precision): .bool(true)]
      return ["transformers.js_config": .object(["use_external_data_format": .object(files)])]
    }
  }

  /// The parts of a package as a graph's.
  private static func graph(of source: ExportSource) throws -> EncoderGraph {
    let config = source.config
    let parts = try Encoder.parts(
      config: source.subModelConfig, weights: source.checkpoint,
      role: config.mode == .rerankingPruning ? .sequenceClassification : .encoder)
    let head = try GraphHead(config.head.shape) { name in
      source.head.first { $0.name == name }.map { WeightValues($0.tensor, rows: $0.rows) }
    }
    return EncoderGraph(
      parts: parts, head: head,
      source: config.hiddenStateSource, usesTokenTypes: config.usesTokenTypeIDs,
      directory: config.mode.subModelDirectory,
      metadata: [
        ("pruning_pack.mode", config.mode.rawValue),
        ("pruning_pack.ranking_activation", config.activation.rawValue),
        ("pruning_pack.pruning_threshold", "\(config.threshold)"),
        ("pruning_pack.max_length", "\(config.maximumLength)"),
      ])
  }
}
