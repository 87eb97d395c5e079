import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// A `*ForTokenClassification` checkpoint, such as LLMLingua-2's: an encoder, and a linear layer on each token that is a
/// pruning head by another name.
struct TokenClassifier {
  /// The encoder alone.
  let encoder: SourceModel
  /// The classifier.
  let head: SourceHead
  /// The labels in the order of the classifier's rows.
  let labels: [String]
  /// The row that means "keep".
  let keepRow: Int

  private static let suffix = "ForTokenClassification"

  /// Whether a directory holds one.
  ///
  /// - Throws: ``PackJSON/JSONError`` or ``PackFiles/FileError`` for a config.json that cannot be read.
  static func isOne(_ directory: String) throws -> Bool {
    let path = joinPath(directory, PackageLayout.config)
    guard fileKind(path) == .file else { return false }
    let root = try JSONDocument(readingFile: path).root
    guard root.kind == .object, let classes = try? root["architectures"]?.elements(),
      let type = try? root["model_type"]?.string(), EncoderFamily(rawValue: type) != nil
    else { return false }
    return classes.contains { (try? $0.string())?.hasSuffix(suffix) == true }
  }

  /// Opens a checkpoint.
  ///
  /// - Throws: ``ModelDirError`` where the classifier is more than one linear layer, or its labels do not tell which is
  ///   "keep"; ``PackJSON/JSONError``, ``PackCheckpoints/CheckpointError`` or ``PackFiles/FileError``.
  init(_ directory: String) throws {
    let path = joinPath(directory, PackageLayout.config)
    let config = try JSONDocument(readingFile: path).root
    let family = try EncoderFamily(config: config)
    let inner = try Encoder.requiredTensors(config: config, role: .encoder).map(\.name)
    let all = try Encoder.requiredTensors(config: config, role: .tokenClassification).map(\.name)
    // The names differ by the family's prefix.
    let prefix =
      inner.first.flatMap { name in all.first { $0.hasSuffix(".\(name)") }?.dropLast(name.count) } ?? ""
    let others = all.filter { !$0.hasPrefix(prefix) }.sorted()
    guard others == HeadTensors.classifierNames else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: directory),
        problem: "the token classifier is more than a linear layer on the encoder's output",
        expected: "\(HeadTensors.classifierNames.joined(separator: ", "))",
        found: others.joined(separator: ", "))
    }
    let checkpoint = try Checkpoint(directory: directory, readsPickles: true)
    let split = try TensorSplit(
      checkpoint,
      by: [TensorRoute(String(prefix), .model, ""), TensorRoute("classifier.", .head)])
    labels = try Self.labels(config)
    keepRow = try KeepLabel.row(of: labels, at: (config["id2label"] ?? config).place)

    guard case .object(var object) = JSONValue(config) else { throw config.wrongType("an object") }
    object["architectures"] = .array([.string("\(family.classPrefix)Model")])
    for key in ["id2label", "label2id", "num_labels", "finetuning_task"] { object[key] = nil }
    encoder = try SourceModel(
      directory: directory, mode: .pruningOnly, config: object, at: Place(file: path), checkpoint: split.model
    )
    head = try SourceHead(split.head, config: nil, keepRow: keepRow, at: Place(file: directory))
  }

  private static func labels(_ config: JSONNode) throws -> [String] {
    let labels =
      try config.optional("id2label").map { try PackageConfig.labels($0) }
      ?? PackageConfig.defaultLabels(count: 2)
    guard labels.count == 2 else {
      throw (config["id2label"] ?? config).notAllowed(
        "2 labels, prune and keep", problem: "wrong number of labels")
    }
    return labels
  }
}
