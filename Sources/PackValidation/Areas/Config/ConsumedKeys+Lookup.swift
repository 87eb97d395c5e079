import ModelDir
import PackEncoders
import PackJSON

/// A configuration of a package, as the table of keys names it.
enum ConsumedConfig: Hashable {
  /// The root's, which the modelling file's class reads.
  case root
  /// The sub-model's, of a family of transformers.
  case family(String)

  fileprivate var prefix: String {
    switch self {
    case .root: "/"
    case .family(let name): "\(name)/"
    }
  }
}

extension ConsumedKeys {
  private static let members = words(of: memberTable)
  private static let parameters = words(of: parameterTable)
  private static let literals = words(of: literalTable)

  private static func words(of table: StaticString) -> Set<String> {
    table.withUTF8Buffer { Set(String(decoding: $0, as: UTF8.self).split(separator: " ").map(String.init)) }
  }

  /// Whether a key hides a method or a property, which loading or saving then calls in vain.
  static func hidesMember(_ key: String, in config: ConsumedConfig) -> Bool {
    // Python itself looks for such names, when it copies an object or asks for its class.
    if key.utf8.count > 4, key.hasPrefix("__"), key.hasSuffix("__") { return true }
    return members.contains(key) || members.contains(config.prefix + key)
  }

  /// Whether a null is taken for a value, which is another than that of a missing key.
  static func takesNullLiterally(_ key: String, in config: ConsumedConfig) -> Bool {
    // The modelling file's own keys are listed in full; the others are those of any configuration.
    literals.contains(config.prefix + key) || config != .root && literals.contains(key)
  }

  /// Whether the configuration's class, or the model's, knows a key.
  static func isParameter(_ key: String, in config: ConsumedConfig) -> Bool {
    parameters.contains(key) || parameters.contains(config.prefix + key)
  }

  /// The keys that a configuration knows.
  static func parameters(of config: ConsumedConfig) -> [String] {
    parameters.compactMap { word in
      guard word.contains("/") else { return word }
      return word.hasPrefix(config.prefix) ? String(word.dropFirst(config.prefix.count)) : nil
    }.sorted()
  }

  /// Keys that others than the configurations' classes read, and keys that tools leave behind and that nobody reads.
  static let otherKeys: Set<String> = [
    // transformers' Auto classes and loaders.
    "_attn_implementation", "_experts_implementation", "attn_implementation", "auto_map", "custom_pipelines",
    "name_or_path", "num_labels", "quantization_config", "rope_scaling", "rope_theta", "use_cache",
    // sentence-transformers.
    "sbert_ce_default_activation_function", "sentence_transformers",
    // pruning-pack.
    "requires_transformers",
    // What training and conversion of the usual checkpoints left in them.
    "directionality", "gradient_checkpointing", "layer_norm_epsilon", "model_max_length", "output_past",
    "pooler_fc_size", "pooler_num_attention_heads", "pooler_num_fc_layers", "pooler_size_per_head",
    "pooler_type", "position_biased_input", "summary_first_dropout",
  ]
}

extension PackageInspection {
  /// The configurations whose keys transformers reads, with what reads them.
  var consumedConfigs: [(node: JSONNode, reader: ConsumedConfig)] {
    var found: [(node: JSONNode, reader: ConsumedConfig)] = []
    if let root = documents.node(PackageLayout.config) { found.append((root, .root)) }
    if let mode = documents.mode,
      let subModel = documents.node("\(mode.subModelDirectory)/\(PackageLayout.config)"),
      let family = try? EncoderFamily(config: subModel)
    {
      found.append((subModel, .family(family.rawValue)))
    }
    return found
  }
}
