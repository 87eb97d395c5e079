import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// A `*ForTokenClassification` checkpoint, such as LLMLingua-2's: an encoder, and a classifier of each token that is a pruning
/// head by another name.
struct TokenClassifier {
  /// The encoder alone.
  let encoder: SourceModel
  /// The classifier as a head; nil where its labels were not asked for.
  let head: SourceHead?
  /// The labels in the order of the classifier's rows.
  let labels: [String]
  /// The rows that mean "keep"; none where they were not asked for.
  let keptRows: [Int]

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
  /// - Parameters:
  ///   - directory: where config.json and weights are.
  ///   - keepLabels: names of the labels that mean "keep", empty where the labels themselves say so; nil where the classifier
  ///     is not used.
  /// - Throws: ``ModelDirError`` where the classifier has layers that no head has, or its labels do not tell which are
  ///   "keep"; ``PackJSON/JSONError``, ``PackCheckpoints/CheckpointError`` or ``PackFiles/FileError``.
  init(_ directory: String, keepLabels: [String]?) throws {
    let path = joinPath(directory, PackageLayout.config)
    let config = try JSONDocument(readingFile: path).root
    let family = try EncoderFamily(config: config)
    let inner = try Encoder.requiredTensors(config: config, role: .encoder).map(\.name)
    let all = try Encoder.requiredTensors(config: config, role: .tokenClassification).map(\.name)
    // The names differ by the family's prefix.
    let prefix =
      inner.first.flatMap { name in all.first { $0.hasSuffix(".\(name)") }?.dropLast(name.count) } ?? ""
    let routes = [
      TensorRoute(String(prefix), .model, ""), TensorRoute("classifier.", .head),
      TensorRoute("head.dense.", .head, "dense."), TensorRoute("head.norm.", .head, "norm."),
    ]
    let checkpoint = try Checkpoint(directory: directory, readsPickles: true)
    let split = try TensorSplit(checkpoint, by: routes)
    labels = try Self.labels(config)
    if let keepLabels {
      keptRows = try KeepLabel.rows(
        of: labels, asked: keepLabels, at: (config["id2label"] ?? config).place)
      head = try SourceHead(
        split.head, transform: Encoder.tokenHeadTransform(config: config), labels: labels, keptRows: keptRows,
        at: Place(file: directory))
    } else {
      keptRows = []
      head = nil
    }

    guard case .object(var object) = JSONValue(config) else { throw config.wrongType("an object") }
    object["architectures"] = .array([.string("\(family.classPrefix)Model")])
    for key in ["id2label", "label2id", "num_labels", "finetuning_task"] { object[key] = nil }
    encoder = try SourceModel(
      directory: directory, mode: .pruningOnly, config: object, at: Place(file: path), checkpoint: split.model
    )
  }

  /// The classifier as a head.
  ///
  /// - Throws: ``ModelDirError`` where its labels were not asked for; this should not happen.
  var requiredHead: SourceHead {
    get throws(ModelDirError) {
      guard let head else {
        throw ModelDirError(
          .missingOption, at: Place(file: encoder.directory), problem: "the source has no pruning head",
          expected: "\(.pruningHead)")
      }
      return head
    }
  }

  private static func labels(_ config: JSONNode) throws -> [String] {
    let labels: [String]
    if let map = try config.optional("id2label") {
      labels = try PackageConfig.labels(map)
    } else {
      labels = PackageConfig.defaultLabels(count: try config.optionalInt("num_labels") ?? 2)
    }
    guard labels.count >= 2 else {
      throw (config["id2label"] ?? config).notAllowed(
        "2 or more labels, one of which means \"keep\"", problem: "wrong number of labels")
    }
    return labels
  }
}
