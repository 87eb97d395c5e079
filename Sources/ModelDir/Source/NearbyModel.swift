import PackEncoders
import PackFiles
public import PackJSON

/// A kind of model that is near to what can be packed and is not: it is refused by its name, with the reason.
public struct NearbyModel: Sendable, Hashable {
  /// What it is called in a sentence.
  public let name: String
  /// Why a package cannot hold it.
  public let reason: String
  /// What of config.json tells that it is one.
  public let seen: String

  /// Recognises a model by its configuration; nil for what runs, and for what is not known by name.
  ///
  /// - Parameter config: the root of config.json.
  public init?(_ config: JSONNode) {
    guard config.kind == .object else { return nil }
    let type = try? config["model_type"]?.string()
    let classes =
      (try? config["architectures"]?.elements())?.compactMap { try? $0.string() } ?? []
    if let type, EncoderFamily(rawValue: type) != nil { return nil }
    for kind in Self.kinds {
      if let type, kind.types.contains(type) {
        self.init(kind, seen: "model_type \(type)")
        return
      }
      if let name = classes.first(where: { name in kind.classes.contains { name.hasPrefix($0) } }) {
        self.init(kind, seen: "class \(name)")
        return
      }
    }
    guard
      let name = classes.first(where: { name in Self.generators.contains { name.hasSuffix($0) } })
    else { return nil }
    self.init(Self.decoder, seen: "class \(name)")
  }

  /// The refusal of a directory's model; nil where it is not near.
  ///
  /// - Parameter directory: what may have a config.json. One that cannot be read is somebody else's finding.
  static func refusal(of directory: String) -> ModelDirError? {
    let path = joinPath(directory, PackageLayout.config)
    guard fileKind(path) == .file, let config = try? JSONDocument(readingFile: path).root else { return nil }
    return NearbyModel(config)?.refusal(at: path)
  }

  /// What a save says of it.
  ///
  /// - Parameter path: the configuration that tells what it is.
  func refusal(at path: String) -> ModelDirError {
    ModelDirError(
      .unsupportedSource, at: Place(file: path), problem: "\(name) cannot be packed: \(reason)",
      expected: "a model of \(EncoderFamily.allCases.map(\.rawValue).joined(separator: ", "))", found: seen)
  }

  private init(_ kind: Kind, seen: String) {
    (name, reason) = (kind.name, kind.reason)
    self.seen = seen
  }

  /// What is known of one kind.
  private struct Kind: Sendable {
    let name: String
    /// Values of `model_type`.
    let types: Set<String>
    /// How classes in `architectures` begin.
    let classes: [String]
    let reason: String
  }

  /// How the classes of models end that write text.
  private static let generators = ["ForCausalLM", "LMHeadModel", "ForConditionalGeneration"]

  private static let decoder = Kind(
    name: "a model that generates text",
    types: [
      "bloom", "cohere", "cohere2", "deepseek_v3", "falcon", "gemma", "gemma2", "gemma3", "gemma3_text",
      "glm",
      "glm4", "gpt2", "gpt_neo", "gpt_neox", "gpt_oss", "granite", "llama", "minicpm", "mistral", "mixtral",
      "modernbert-decoder", "mt5", "olmo", "olmo2", "phi", "phi3", "qwen2", "qwen2_moe", "qwen3", "qwen3_moe",
      "smollm3", "t5", "umt5",
    ],
    classes: [],
    reason:
      "its tokens see only what is before them, and a pruning encoder reads query and passage in both directions"
  )

  private static let kinds = [
    Kind(
      name: "a Kompress compressor", types: ["kompress", "kompress_v2"], classes: ["HeadroomCompressor"],
      reason: """
        it reads no query, and scores a token by convolutions over its neighbours, where a pruning head sees a query and one \
        token at a time
        """),
    Kind(
      name: "MobileBERT", types: ["mobilebert"], classes: ["MobileBert"],
      reason:
        "its layers have bottlenecks and stacked feed-forward networks, which the encoder does not compute"),
    Kind(
      name: "NeoBERT", types: ["neobert"], classes: ["NeoBERT"],
      reason: "it runs code of its own, and transformers has no such model"),
    Kind(
      name: "GTE's encoder", types: ["new"], classes: ["NewModel", "NewFor"],
      reason: "it runs code of its own; what transformers 5.18 and newer call gte can be packed"),
    Kind(
      name: "Jina's XLM-RoBERTa", types: ["xlm-roberta-flash"], classes: ["XLMRobertaFlash"],
      reason: "it has rotary positions and runs code of its own, and transformers has no such model"),
    decoder,
  ]
}
