import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let run001 = Rule(
    "RUN001", "cannot-run", .error, needs: [.json, .tensors, .tokenizer],
    title: "pruning-pack can run the encoder and the tokenizer",
    why: """
      What cannot be run cannot be compared. A model of an unknown family may compute anything, and so may one with an \
      unknown option.
      """,
    advice: """
      Correct the reported value, or pack the model again with `pruning-pack save --from`. If the value is right, this \
      version of pruning-pack does not know the model.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    for failure in [
      failure(of: package.documents.config), failure(of: package.documents.encoderConfig),
      failure(of: package.tokenizer.root),
    ] {
      if case .broken(let error)? = failure { context.report(error) }
    }
    checkSettings(context)
    checkTypes(context)
    if context.findings.isEmpty,
      failure(of: package.documents.encoderConfig) != nil || failure(of: package.tokenizer.root) != nil
    {
      throw .prerequisiteFailed("a file that it needs cannot be read")
    }
  }

  /// Settings with which transformers computes something else, or nothing.
  private static func checkSettings(_ context: RuleContext) {
    let package = context.package
    let root = package.documents.node(PackageLayout.config)
    let subModel = package.documents.mode.flatMap {
      package.documents.node("\($0.subModelDirectory)/\(PackageLayout.config)")
    }
    for config in [root, subModel].compactMap({ $0 }) {
      for key in ["_attn_implementation", "attn_implementation"] {
        // These two compute the same and are everywhere; the others need more than torch, or a newer transformers.
        guard let node = config[key], !node.isNull, !["eager", "sdpa"].contains((try? node.string()) ?? "")
        else {
          continue
        }
        // An object names parts of a model, which an encoder has none of; the empty name is the whole.
        if node.kind == .object, node[""] == nil { continue }
        context.report(
          at: node.place, "\(key) is not one that every installation has",
          expected: "\"eager\" or \"sdpa\", or no such key", found: node.messageText,
          advice: "Delete `\(key)`, or write `\"\(key)\": \"sdpa\"`.")
      }
      for key in ["quantization_config", "pruned_heads"] {
        guard let node = config[key], !node.isNull,
          (try? node.members())?.first(where: { _ in true }) != nil || node.kind != .object
        else { continue }
        context.report(
          at: node.place, "\(key) does not belong in a package", found: node.messageText,
          advice: """
            Pack a checkpoint without \(key == "pruned_heads" ? "pruned heads" : "quantization"): `pruning-pack save`. If \
            the weights are whole, delete `\(key)`.
            """)
      }
      // Null in the sub-model is reported with the other nulls.
      if let node = config["return_dict"], node.isFalsy,
        !node.isNull || config.document.name == PackageLayout.config
      {
        context.report(
          at: node.place, "return_dict makes the model return a tuple", expected: "true, or no such key",
          found: node.messageText,
          advice: "Delete `return_dict`.")
      }
    }
    // The root's own are read by nobody.
    if case .success(let encoder) = package.documents.encoderConfig { checkNumbers(encoder, context) }
    if case .success(let config) = package.documents.config, config.mode == .rerankingPruning, let root {
      checkActivation(config, root, context)
    }
  }

  /// Dropouts of the classifier of sequences.
  private static let rankingDropouts: Set<String> = [
    "classifier_dropout", "classifier_dropout_prob", "pooler_dropout", "seq_classif_dropout",
  ]

  /// Dropouts of classifiers that no package has.
  private static let otherDropouts: Set<String> = ["qa_dropout", "summary_last_dropout"]

  /// Numbers that are no sizes: the model's own code raises on one that is out of its range.
  private static func checkNumbers(_ encoder: SubModelConfig, _ context: RuleContext) {
    let config = encoder.node
    let isWhole: Set<EncoderFamily> = [.debertaV2, .modernBert, .mpnet, .gte, .euroBert, .nomicBert]
    let isRanking = context.package.documents.mode == .rerankingPruning
    // A larger chunk raises for every text whose length it does not divide.
    if let node = config["chunk_size_feed_forward"], !isWhole.contains(encoder.family),
      (try? node.int()).map({ $0 <= 1 }) != true
    {
      context.report(
        at: node.place, "chunk_size_feed_forward does not divide every length", expected: "0 or 1",
        found: node.messageText, advice: "Write `\"chunk_size_feed_forward\": 0`.")
    }
    // transformers 4 draws weights before it reads them.
    if let node = config["initializer_range"], encoder.family != .modernBert,
      encoder.family.requirement == nil, let value = try? node.double(),
      value < 0
    {
      context.report(
        at: node.place, "initializer_range is negative, and transformers 4 raises", expected: "0 or more",
        found: node.messageText, advice: "Write `\"initializer_range\": 0.02`.")
    }
    for member in (try? config.members()).map(Array.init) ?? []
    where member.key.hasSuffix("dropout") || member.key.hasSuffix("dropout_prob") {
      // What the family does not know is read by nobody.
      if member.value.isNull || !ConsumedKeys.isParameter(member.key, in: .family(encoder.family.rawValue)) {
        continue
      }
      // Nor is the dropout of a classifier that the package does not have.
      if otherDropouts.contains(member.key) || !isRanking && rankingDropouts.contains(member.key) { continue }
      if let value = try? member.value.double(), (0...1).contains(value) { continue }
      context.report(
        at: member.value.place, "\(member.key) is not a probability", expected: "0 to 1",
        found: member.value.messageText, advice: "Write the model's own `\(member.key)`, such as 0.1.")
    }
  }

  /// CrossEncoder decides by `activation_fn`, or by the number of labels; everybody else by `ranking_activation`.
  private static func checkActivation(_ config: PackageConfig, _ root: JSONNode, _ context: RuleContext) {
    let node = root["sentence_transformers"]?["activation_fn"] ?? root["sbert_ce_default_activation_function"]
    let function = (try? node?.string()).flatMap { $0 }.flatMap { torchFunctions[$0] }
    let labels = config.labels.count
    let agrees =
      switch config.activation {
      case .sigmoid: labels == 1 && (node == nil || function == "Sigmoid")
      case .identity: function == "Identity" || (node == nil && labels > 1)
      case .softmax: labels > 1 && (node == nil || function == "Identity")
      }
    if agrees { return }
    let count = labels == 1 ? "1 label" : "\(labels) labels"
    let given = node.map { "activation_fn \($0.messageText)" } ?? "no activation_fn"
    let hasRightCount = config.activation == .identity || (config.activation == .sigmoid) == (labels == 1)
    let (expected, advice) =
      if !hasRightCount {
        (
          "\(labels == 1 ? "\"sigmoid\"" : "\"softmax\"") or \"identity\" for \(count)",
          "Write `\"ranking_activation\": \"\(labels == 1 ? "sigmoid" : "softmax")\"`."
        )
      } else if config.activation == .identity {
        (
          "activation_fn \"\(identity)\"",
          "Write `\"sentence_transformers\": {\"activation_fn\": \"\(identity)\"}` into config.json."
        )
      } else {
        ("no activation_fn", "Delete `activation_fn` from config.json.")
      }
    context.report(
      at: node?.place ?? root.place(of: "ranking_activation"),
      "CrossEncoder computes other scores than ranking_activation", expected: expected,
      found: "ranking_activation \"\(config.activation.rawValue)\", \(count), \(given)", advice: advice)
  }

  private static let identity = "torch.nn.modules.linear.Identity"

  /// The classes that CrossEncoder can import, by the names that torch has for them.
  private static let torchFunctions = [
    "torch.nn.Identity": "Identity", "torch.nn.modules.Identity": "Identity",
    identity: "Identity", "torch.nn.Sigmoid": "Sigmoid",
    "torch.nn.modules.Sigmoid": "Sigmoid", "torch.nn.modules.activation.Sigmoid": "Sigmoid",
  ]

  private static func failure<Part>(of part: Result<Part, InspectionError>) -> InspectionError? {
    if case .failure(let error) = part { return error }
    return nil
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an unknown format version", blocks: true) {
    try $0.set("pruning_pack_format", to: .int(3), in: "config.json")
  },
  .bad("an unknown architecture", blocks: true) {
    try $0.set("model_type", to: .string("gpt2"), in: $0.subConfig)
  },
  .bad("an unknown activation", causes: ["CFG006"], blocks: true) {
    try $0.set("ranking_activation", to: .string("tanh"), in: "config.json")
  },
  .bad("raw logits that CrossEncoder does not know of") {
    try $0.set("ranking_activation", to: .string("identity"), in: $0.configs)
  },
  .bad("a sigmoid for three labels", of: .classifier) {
    try $0.set("ranking_activation", to: .string("sigmoid"), in: $0.configs)
  },
  .bad("an activation that CrossEncoder cannot import", warns: ["CFG012"]) {
    let settings: JSONObject = ["activation_fn": .string("mine.X")]
    try $0.set("sentence_transformers", to: .object(settings), in: "config.json")
  },
  .bad("a version that is none", blocks: true) {
    try $0.set("requires_transformers", to: .string("main"), in: "config.json")
  },
  .good("versions with blanks and a suffix") {
    try $0.set("requires_transformers", to: .string(">= 4.52.0.dev0,<=99.0rc1"), in: "config.json")
  },
  .bad("a quantized sub-model") {
    try $0.set("quantization_config", to: .object(["bits": .int(4)]), in: $0.subConfig)
  },
  .bad("attention that not every installation has") {
    try $0.set("_attn_implementation", to: .string("flash_attention_2"), in: $0.subConfig)
  },
  .bad("chunks that do not divide every length") {
    try $0.set("chunk_size_feed_forward", to: .int(3), in: $0.subConfig)
  },
  .bad("outputs that are a tuple") { try $0.set("return_dict", to: .bool(false), in: $0.subConfig) },
  .bad("outputs of the package that are a tuple, by zero") {
    try $0.set("return_dict", to: .int(0), in: PackageLayout.config)
  },
  .bad("pruned heads") {
    try $0.set("pruned_heads", to: .object(["0": .array([.int(1)])]), in: $0.subConfig)
  },
  .bad("a dropout above 1") { try $0.set("hidden_dropout_prob", to: .int(7), in: $0.subConfig) },
  .bad("a classifier's dropout above 1") { try $0.set("classifier_dropout", to: .int(7), in: $0.subConfig) },
  .good("the dropout of a classifier that the encoder does not have", of: .encoder) {
    try $0.set("classifier_dropout", to: .int(-1), in: $0.subConfig)
    try $0.set("num_labels", to: .bool(true), in: $0.subConfig)
  },
  .bad("a width in quotes", blocks: true) {
    try $0.set("intermediate_size", to: .string("24"), in: $0.subConfig)
  },
  .bad("a list of tokens that are lists") {
    try $0.set("eos_token_id", to: .array([.array([.int(1)])]), in: $0.subConfig)
  },
  .bad("a type that torch does not have", warns: ["CFG013"]) {
    try $0.set("torch_dtype", to: .string("fp32"), in: $0.subConfig)
  },
  .bad("labels that are a list", warns: ["CFG009"], blocks: true) {
    try $0.set("id2label", to: .array([.string("LABEL_0")]), in: "config.json")
  },
  .bad("numbers of labels that are one text", warns: ["CFG009"]) {
    try $0.set("label2id", to: .string("0"), in: "config.json")
  },
  .good("attention that every installation has") {
    try $0.set("_attn_implementation", to: .string("eager"), in: $0.subConfig)
  },
  .good("attention of torch's own") {
    try $0.set("_attn_implementation", to: .string("sdpa"), in: $0.subConfig)
  },
  .good("attention under its other key") {
    try $0.set("attn_implementation", to: .string("eager"), in: $0.subConfig)
  },
  .good("chunks of one token") { try $0.set("chunk_size_feed_forward", to: .int(1), in: $0.subConfig) },
  .good("no chunks") { try $0.set("chunk_size_feed_forward", to: .int(0), in: $0.subConfig) },
]
