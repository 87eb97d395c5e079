import PackEncoders
import PackJSON

/// A key by which transformers loads something else than it would without it, or nothing; with what values it does not.
struct MisleadingKey: Sendable {
  /// The key.
  let name: String
  /// What it does, after its name.
  let effect: String
  /// What may stand there, for a message.
  let expected: String
  /// Whether it is one in the root's config.json, too.
  var isReadAtRoot = true
  /// Whether a value has no effect.
  let isHarmless: @Sendable (_ value: JSONNode, _ config: JSONNode, _ reader: ConsumedConfig) -> Bool

  /// The keys, each measured in transformers 4.52.4 and 5.23.0 by Tests/Contract/test_consumed_keys.py.
  static let all: [MisleadingKey] =
    [
      MisleadingKey(
        name: "transformers_weights", effect: "makes transformers load the weights of another file",
        expected: "no such key", isReadAtRoot: false
      ) { value, _, _ in value.isNull },
      MisleadingKey(
        name: "configuration_files", effect: "makes transformers read another configuration",
        expected: "no such key"
      ) { value, _, _ in namesNoVersion(value) },
      MisleadingKey(
        name: "attribute_map", effect: "makes transformers read keys under other names",
        expected: "no such key"
      ) { value, _, reader in
        // DistilBERT's own, which says that `dim` is the hidden size, would be lost.
        reader != .family("distilbert") && renamesNothing(value, reader)
      },
      MisleadingKey(
        name: "_auto_class", effect: "makes save_pretrained look for the class's source", expected: "null"
      ) { value, _, _ in value.isNull },
      MisleadingKey(
        name: "problem_type", effect: "is refused by transformers 4",
        expected: "regression, single_label_classification, multi_label_classification or null"
      ) { value, _, _ in
        value.isNull
          || ["regression", "single_label_classification", "multi_label_classification"].contains(text(value))
      },
      MisleadingKey(
        name: "output_attentions", effect: "makes transformers 5 refuse its own attention", expected: "false"
      ) { value, _, _ in value.isFalsy },
      MisleadingKey(
        name: "_output_attentions", effect: "makes transformers 5 refuse its own attention", expected: "false"
      ) { value, _, _ in value.isFalsy },
      MisleadingKey(
        name: "output_hidden_states", effect: "is taken for a list of layers by transformers 5",
        expected: "true or false", isReadAtRoot: false
      ) { value, _, _ in value.isFalsy || selectsLayers(value) },
      MisleadingKey(
        name: "torchscript", effect: "makes transformers 4 return a tuple", expected: "false",
        isReadAtRoot: false
      ) { value, _, _ in value.isFalsy },
      MisleadingKey(
        name: "tie_encoder_decoder", effect: "makes transformers 4 look for a decoder", expected: "false",
        isReadAtRoot: false
      ) { value, config, reader in
        // Both have to be true. Version 5 has no such key; at the root, is_encoder_decoder alone is an error.
        value.isFalsy || config["is_encoder_decoder"]?.isFalsy != false || isOfVersion5(reader)
      },
      MisleadingKey(
        name: "_attn_implementation_internal", effect: "is refused by transformers 4",
        expected: "\"eager\", \"sdpa\" or null"
      ) { value, _, _ in
        [.null, .object].contains(value.kind) || ["eager", "sdpa"].contains(text(value))
      },
      MisleadingKey(
        name: "vision_feature_select_strategy", effect: "is refused by transformers 5",
        expected: "no such key", isReadAtRoot: false
      ) { value, _, _ in value.isNull || ["default", "full"].contains(text(value)) },
      MisleadingKey(
        name: "self", effect: "is the name of an argument that every configuration has",
        expected: "no such key"
      ) { _, _, _ in false },
      MisleadingKey(
        name: "experts_implementation", effect: "is refused by transformers 5", expected: "\"eager\" or null"
      ) { value, _, _ in value.isNull || text(value) == "eager" },
      MisleadingKey(
        name: "_experts_implementation", effect: "is refused by transformers 5", expected: "\"eager\" or null"
      ) { value, _, _ in value.isNull || text(value) == "eager" },
      MisleadingKey(
        name: "fusion_config", effect: "makes transformers 5 build another model", expected: "no such key",
        isReadAtRoot: false
      ) { value, _, _ in value.isFalsy },
      MisleadingKey(
        name: "distributed_config", effect: "makes transformers 5 save in another way", expected: "null",
        isReadAtRoot: false
      ) { value, _, _ in value.isNull },
      MisleadingKey(
        name: "per_layer_config", effect: "gives single layers other settings in transformers 5",
        expected: "no such key"
      ) { value, _, _ in value.isNull },
      MisleadingKey(
        name: "layer_types", effect: "is refused by transformers 5",
        expected: "a type for each layer, or null", isReadAtRoot: false
      ) { value, config, reader in
        // ModernBERT's are read, and judged by what they mean.
        value.isNull || reader == .family("modernbert")
          || isTypePerLayer(value, count: (try? config.optionalInt("num_hidden_layers")) ?? nil)
      },
      MisleadingKey(
        name: "mlp_layer_types", effect: "is refused by transformers 5",
        expected: "a type for each layer, or null"
      ) { value, config, reader in
        // Looked at behind layer_types, which ModernBERT always has.
        let isLookedAt = reader == .family("modernbert") || config["layer_types"]?.isNull == false
        return value.isNull || !isLookedAt
          || isTypePerLayer(
            value, count: (try? config.optionalInt("num_hidden_layers")) ?? nil, among: ["sparse", "dense"])
      },
      MisleadingKey(
        name: "mtp_layer_types", effect: "is refused by transformers 5", expected: "no such key"
      ) { value, _, _ in [.null, .string, .array, .object].contains(value.kind) },
      MisleadingKey(
        name: "auto_map", effect: "is refused by transformers", expected: "an object"
      ) { value, _, _ in [.string, .array, .object].contains(value.kind) },
    ] + plans + positions

  /// How a model is divided among devices.
  private static let plans = ["tp", "pp", "ep", "fsdp"].map { kind in
    MisleadingKey(
      name: "base_model_\(kind)_plan", effect: "is refused by transformers", expected: "null"
    ) { value, _, _ in value.isNull || value.kind == .object && value.isFalsy }
  }

  /// Rotary positions, of which the older families have none.
  private static let positions = ["rope_parameters", "rope_scaling"].map { name in
    MisleadingKey(
      name: name, effect: "is refused by transformers 5", expected: "an object or null"
    ) { value, _, reader in
      reader == .family("modernbert") || value.isFalsy || value.kind == .object
    }
  }

  /// Whether transformers 4 has no such family.
  private static func isOfVersion5(_ reader: ConsumedConfig) -> Bool {
    guard case .family(let name) = reader else { return false }
    return EncoderFamily(rawValue: name)?.requirement != nil
  }

  private static func text(_ value: JSONNode) -> String? { try? value.string() }

  /// Whether a list names no file of the form `config.VERSION.json`, which transformers would take for its version.
  private static func namesNoVersion(_ value: JSONNode) -> Bool {
    switch value.kind {
    case .string: return true
    case .object:
      return ((try? value.members())?.allSatisfy { !isVersioned($0.key) }) ?? false
    case .array:
      let names = (try? value.elements().map { try $0.string() }) ?? nil
      return names.map { $0.allSatisfy { !isVersioned($0) } } ?? false
    default: return false
    }
  }

  private static func isVersioned(_ name: String) -> Bool {
    guard let start = name.firstRange(of: "config.") else { return false }
    return name[start.upperBound...].contains(".json")
  }

  /// Whether a map of attributes has none that a configuration has.
  private static func renamesNothing(_ value: JSONNode, _ reader: ConsumedConfig) -> Bool {
    let known = ConsumedKeys.parameters(of: reader)
    switch value.kind {
    case .object:
      return (try? value.members())?.allSatisfy { member in !known.contains(member.key) } ?? false
    case .array:
      return (try? value.elements())?.allSatisfy { element in
        text(element).map { !known.contains($0) } ?? true
      }
        ?? false
    // Python looks for an attribute's name in the text.
    case .string: return text(value).map { text in !known.contains { text.contains($0) } } ?? false
    default: return false
    }
  }

  /// Whether transformers 5 takes a value for a choice of layers: all of them, or those that a list names.
  private static func selectsLayers(_ value: JSONNode) -> Bool {
    switch value.kind {
    case .boolean: true
    case .number: (try? value.int()) != nil
    case .array: (try? value.elements().map { try $0.int() }) != nil
    case .null, .string, .object: false
    }
  }

  /// Whether a value is a list with one of the names for each layer; of any number of layers where `count` is nil.
  static func isTypePerLayer(
    _ value: JSONNode, count: Int?, among names: [String] = ["full_attention", "sliding_attention"]
  ) -> Bool {
    guard let types = (try? value.elements().map({ try $0.string() })) ?? nil else { return false }
    return types.allSatisfy { names.contains($0) }
      && (count == nil || types.count == count)
  }
}
