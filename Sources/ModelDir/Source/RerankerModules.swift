import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

/// A CrossEncoder that sentence-transformers 6 has put together of an encoder, a pooling and layers of its own, as Ettin's
/// rerankers are: Transformer, Pooling, Dense, LayerNorm, Dense.
///
/// On ModernBERT, that is transformers' `ModernBertForSequenceClassification` by other names: the first Dense and the LayerNorm
/// are its `head`, the last Dense its `classifier`, the Pooling its `classifier_pooling`
/// (sentence_transformers: base/modules/dense.py, sentence_transformer/modules; transformers: models/modernbert).
struct RerankerModules {
  /// The configuration of the equal model.
  let config: JSONObject
  /// The tensors under its names.
  let checkpoint: Checkpoint
  /// What was done.
  let notes: [SaveText]

  private static let modulesName = "modules.json"
  private static let kinds = ["Transformer", "Pooling", "Dense", "LayerNorm", "Dense"]
  /// What sentence-transformers' LayerNorm adds to the variance: torch's default.
  private static let epsilon = 1e-5

  /// Whether a directory has these modules.
  ///
  /// - Throws: ``PackJSON/JSONError`` or ``PackFiles/FileError`` for files that cannot be read.
  static func isOne(_ directory: String) throws -> Bool {
    let paths = [modulesName, CrossEncoderFiles.settingsName].map { joinPath(directory, $0) }
    guard paths.allSatisfy({ fileKind($0) == .file }) else { return false }
    let (modules, settings) = (
      try JSONDocument(readingFile: paths[0]).root, try JSONDocument(readingFile: paths[1]).root
    )
    guard settings.kind == .object, modules.kind == .array,
      (try? settings["model_type"]?.string()) == "CrossEncoder"
    else { return false }
    return (try? modules.elements().map { try kind(of: $0) }) == kinds
  }

  /// Reads the modules.
  ///
  /// - Parameters:
  ///   - directory: one for which ``isOne(_:)`` is true.
  ///   - root: its config.json.
  /// - Throws: ``ModelDirError``, ``PackJSON/JSONError``, ``PackCheckpoints/CheckpointError`` or ``PackFiles/FileError`` for a
  ///   module that the equal model cannot have.
  init(_ directory: String, _ root: JSONNode) throws {
    guard try EncoderFamily(config: root) == .modernBert else {
      throw try root.required("model_type").notAllowed(
        "\"modernbert\", whose classifier has the same layers",
        problem: "the modules Pooling, Dense, LayerNorm and Dense are no ranking model of transformers' own")
    }
    let list = try JSONDocument(readingFile: joinPath(directory, Self.modulesName)).root
    let modules = try list.elements().map { $0 }
    guard modules.count == Self.kinds.count else {
      throw list.notAllowed("\(Self.kinds.count) modules", problem: "modules.json has changed")
    }
    let first = try modules[0].required("path")
    guard try first.string().isEmpty else {
      throw first.notAllowed(
        "\"\", the model beside modules.json", problem: "the model is in another directory")
    }
    let directories = try modules.map { try Self.path(of: $0, in: directory) }
    guard case .object(var object) = JSONValue(root) else { throw root.wrongType("an object") }
    let width = try Encoder.shape(config: root).hiddenSize
    let dense = try RerankerDense(directories[2], input: width, output: width)
    let last = try RerankerDense(directories[4], input: width, output: nil)
    guard last.activation == "identity" else {
      throw last.config.notAllowed("an Identity", problem: "the last module has an activation")
    }
    try Self.requireUsualNorm(directories[3], root, width: width)
    let norm = try Checkpoint(directory: directories[3], readsPickles: true)

    object["architectures"] = .array([
      .string("\(EncoderFamily.modernBert.classPrefix)ForSequenceClassification")
    ])
    object["classifier_pooling"] = .string(try Self.pooling(directories[1], width: width))
    object["classifier_activation"] = .string(dense.activation)
    object["classifier_bias"] = .bool(dense.hasBias)
    let labels = PackageConfig.defaultLabels(count: last.outputs)
    object["num_labels"] = nil
    object["id2label"] = .object(PackageConfig.id2label(labels))
    object["label2id"] = .object(PackageConfig.label2id(labels))

    let encoder = try Checkpoint(directory: directory, readsPickles: true)
    var tensors = Self.encoderTensors(encoder)
    tensors += dense.tensors(as: "head.dense") + last.tensors(as: "classifier")
    let (scale, shift) = (try Self.tensor("norm.weight", of: norm), try Self.tensor("norm.bias", of: norm))
    tensors.append(scale.renamed("head.norm.weight"))
    // ModernBERT's norms have a bias or have none, all of them.
    if try shift.floats().contains(where: { $0 != 0 }) {
      tensors.append(shift.renamed("head.norm.bias"))
      object["norm_bias"] = .bool(true)
      if try root.optionalBool("norm_bias") != true {
        tensors += try Tensor.zeros(
          tensors.map(\.name).filter { $0.hasSuffix("norm.weight") && $0 != "head.norm.weight" }.map {
            $0.dropLast("weight".count) + "bias"
          }, width: width, dtype: shift.dtype, file: shift.fileName)
      }
    } else if try root.optionalBool("norm_bias") == true {
      tensors.append(shift.renamed("head.norm.bias"))
    }
    if !last.hasBias {
      tensors += try Tensor.zeros(
        ["classifier.bias"], width: last.outputs, dtype: last.weight.dtype, file: last.weight.fileName)
    }
    checkpoint = try Checkpoint(
      tensors: tensors, of: encoder.files + dense.files + norm.files + last.files)
    config = object
    notes = [
      """
      ranking model: the modules Pooling, Dense, LayerNorm and Dense are written as the head of \
      ModernBertForSequenceClassification, which computes the same
      """
    ]
  }

  private static func kind(of module: JSONNode) throws -> String {
    String(try module.required("type").string().split(separator: ".").last ?? "")
  }

  /// The directory of a module, which has to be inside that of the model.
  private static func path(of module: JSONNode, in directory: String) throws -> String {
    let node = try module.required("path")
    let path = try node.string()
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw node.notAllowed("a directory inside the model's", problem: "the module is in another directory")
    }
    return joinPath(directory, path)
  }

  /// The encoder's tensors under the names that a classifier has for them, without other heads.
  private static func encoderTensors(_ checkpoint: Checkpoint) -> [Tensor] {
    let prefix = "model."
    if checkpoint.tensors.contains(where: { $0.name.hasPrefix(prefix) }) {
      return checkpoint.tensors.filter { $0.name.hasPrefix(prefix) }
    }
    return checkpoint.tensors.map { $0.renamed(prefix + $0.name) }
  }

  static func tensor(_ name: String, of checkpoint: Checkpoint) throws(ModelDirError) -> Tensor {
    guard let tensor = checkpoint[name] else {
      throw ModelDirError(
        .unsupportedSource, at: Place(file: checkpoint.files.first?.name ?? "", tensor: name),
        problem: "tensor is missing", expected: "\(name)")
    }
    return tensor
  }

  private static func requireUsualNorm(_ directory: String, _ root: JSONNode, width: Int) throws {
    let config = try JSONDocument(readingFile: joinPath(directory, PackageLayout.config)).root
    guard try config.int("dimension") == width else {
      throw try config.required("dimension").notAllowed(
        "\(width)", problem: "the module does not fit the encoder")
    }
    if let node = try root.optional("norm_eps"), try node.double() != epsilon {
      throw node.notAllowed(
        "\(epsilon), which the module LayerNorm has", problem: "the encoder's norms and the head's differ")
    }
  }

  /// `classifier_pooling` of a Pooling's settings, in the form of sentence-transformers 6 or in that of older versions.
  private static func pooling(_ directory: String, width: Int) throws -> String {
    let config = try JSONDocument(readingFile: joinPath(directory, PackageLayout.config)).root
    for key in ["embedding_dimension", "word_embedding_dimension"] {
      if let node = try config.optional(key), try node.int() != width {
        throw node.notAllowed("\(width)", problem: "the module does not fit the encoder")
      }
    }
    let node = try config.optional("pooling_mode")
    var modes: [String] = []
    if let node {
      modes = node.kind == .array ? try node.elements().map { try $0.string() } : [try node.string()]
    } else {
      let prefix = "pooling_mode_"
      for member in try config.members() where member.key.hasPrefix(prefix) {
        guard try member.value.bool() else { continue }
        let mode = String(member.key.dropFirst(prefix.count))
        modes.append(["cls_token": "cls", "mean_tokens": "mean"][mode] ?? mode)
      }
    }
    guard modes.count == 1, ["cls", "mean"].contains(modes[0]) else {
      throw (node ?? config).notAllowed("\"cls\" or \"mean\"", problem: "unsupported pooling")
    }
    return modes[0]
  }
}
