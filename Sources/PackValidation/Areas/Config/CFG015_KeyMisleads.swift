import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg015 = Rule(
    "CFG015", "key-misleads", .error, needs: [.json],
    title: "no key of config.json hides a method, leads elsewhere, or means another model in transformers 5",
    why: """
      transformers makes every key of config.json an attribute of the configuration. One with the name of a method stands \
      before the method, and loading or saving fails. Others name another file with weights, or say in the words of one \
      version what the other version does not read: the same package is then two models.
      """,
    advice: "Delete the reported key from config.json.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    for (config, reader) in package.consumedConfigs {
      for member in (try? config.members()).map(Array.init) ?? []
      where ConsumedKeys.hidesMember(member.key, in: reader) {
        context.report(
          at: member.value.place, "\(member.key) hides a method or property of the configuration",
          expected: "no such key", found: member.value.messageText,
          advice: "Delete `\(member.key)` from \(config.document.name).")
      }
      for key in MisleadingKey.all where reader != .root || key.isReadAtRoot {
        guard let value = config[key.name], !key.isHarmless(value, config, reader),
          !ConsumedKeys.hidesMember(key.name, in: reader)
        else { continue }
        context.report(
          at: value.place, "\(key.name) \(key.effect)", expected: key.expected, found: value.messageText,
          advice: "Delete `\(key.name)` from \(config.document.name).")
      }
    }
    checkRoot(context)
    checkRankingModel(context)
    checkVersions(context)
    try package.documents.requireAll([
      PackageLayout.config, try package.documents.inSubModel(PackageLayout.config),
    ])
  }

  /// Reports a sub-model that transformers 5 takes for another one than transformers 4 does, unless 4 is ruled out.
  private static func checkVersions(_ context: RuleContext) {
    let documents = context.package.documents
    guard let mode = documents.mode,
      let config = documents.node("\(mode.subModelDirectory)/\(PackageLayout.config)"),
      documents.node(PackageLayout.config)?["requires_transformers"] == nil
    else { return }
    let key: String?
    do { key = try Encoder.keyOfVersion5(config: config) } catch {
      // A key that version 5 reads, too, is reported by the rule that the model can be run.
      if case .success = documents.encoderConfig {
        context.report(
          at: error.place, "\(error.problem), and transformers 4 raises", expected: error.expected,
          found: error.found)
      }
      return
    }
    guard let key else { return }
    context.report(
      at: config.place(of: key), "\(key) says what transformers 4 does not read",
      expected: "the same in transformers 4: \(olderKeys[key] ?? "")", found: config[key]?.messageText,
      advice: """
        Pack the model again with `pruning-pack save`, which writes the keys of both versions. Or write \
        \(olderKeys[key] ?? "the older keys") by hand.
        """)
  }

  /// What transformers 4 reads in place of a key.
  private static let olderKeys = [
    "layer_types": "`global_attn_every_n_layers`", "sliding_window": "`local_attention`",
    "rope_parameters": "`global_rope_theta` and `local_rope_theta`",
  ]
}

private let ruleExamples: [RuleExample] = [
  .bad("a method's name at the root") { try $0.set("to_dict", to: .int(1), in: PackageLayout.config) },
  .bad("a method's name in the sub-model") {
    try $0.set("save_pretrained", to: .string("x"), in: $0.subConfig)
  },
  .bad("a property that cannot be set") { try $0.set("use_return_dict", to: .bool(true), in: $0.subConfig) },
  .bad("a property of the package's own class") {
    try $0.set("encoder_directory", to: .string("x"), in: PackageLayout.config)
  },
  .bad("Python's own name for a class") { try $0.set("__class__", to: .string("x"), in: $0.subConfig) },
  .bad("other weights") {
    try $0.set("transformers_weights", to: .string("best.safetensors"), in: $0.subConfig)
  },
  .bad("a configuration for a version") {
    let files = JSONValue.array([.string("config.4.0.0.json")])
    try $0.set("configuration_files", to: files, in: $0.subConfig)
  },
  .bad("another name for the width") {
    let names: JSONObject = ["hidden_size": .string("intermediate_size")]
    try $0.set("attribute_map", to: .object(names), in: $0.subConfig)
  },
  .bad("the name of an argument that every configuration has") {
    try $0.set("self", to: .null, in: $0.subConfig)
  },
  .bad("another width at the root, which the encoder takes") {
    try $0.set("hidden_size", to: .int(8), in: PackageLayout.config)
  },
  .good("the encoder's own width, repeated at the root") {
    try $0.set("hidden_size", to: .int(16), in: PackageLayout.config)
  },
  .bad("outputs as a tuple in version 4") { try $0.set("torchscript", to: .int(1), in: $0.subConfig) },
  .bad("a decoder that version 4 ties to the encoder") {
    try $0.set("is_encoder_decoder", to: .bool(true), in: $0.subConfig)
    try $0.set("tie_encoder_decoder", to: .bool(true), in: $0.subConfig)
  },
  .bad("attentions among the outputs") { try $0.set("output_attentions", to: .bool(true), in: $0.subConfig) },
  .bad("no architecture, where CrossEncoder asks for the first") {
    try $0.set("architectures", to: .array([]), in: $0.subConfig)
  },
  .bad("an object of architectures, which has no first") {
    try $0.set(
      "architectures", to: .object(["x": .string("BertForSequenceClassification")]), in: $0.subConfig)
  },
  .good("no list of architectures") { try $0.set("architectures", to: nil, in: $0.subConfig) },
  .bad("types for a thousand layers") {
    let types = JSONValue.array([JSONValue](repeating: .string("full_attention"), count: 1000))
    try $0.set("layer_types", to: types, in: $0.subConfig)
  },
  .good("a method's name inside an object") {
    try $0.set("task_specific_params", to: .object(["to_dict": .int(1)]), in: $0.subConfig)
  },
  .good("properties that can be set") {
    try $0.set("name_or_path", to: .string("acme/model"), in: $0.subConfig)
    try $0.set("_experts_implementation", to: .string("eager"), in: $0.subConfig)
  },
  .good("keys that lead nowhere") {
    try $0.set("attribute_map", to: .object([:]), in: $0.subConfig)
    try $0.set("configuration_files", to: .array([.string("config.json")]), in: $0.subConfig)
    try $0.set("transformers_weights", to: .null, in: $0.subConfig)
  },
]
