import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers

extension Rule {
  static let tok008 = Rule(
    "TOK008", "tokenizer-settings-change-ids", .error, needs: [.tokenizer, .json],
    title: "tokenizer settings load in transformers 4 and 5, and keep tokenizer.json's ids",
    why: """
      Settings and side files override tokenizer.json: classes rebuild its parts, a default stands for a key that is absent, \
      tokens are added or get other flags. Each version does this in its own way, and silently. What both make of the files is \
      computed, and held against tokenizer.json. A setting with the name of a method does not load.
      """,
    advice: """
      Write the settings of `pruning-pack save`: tokenizer_class PreTrainedTokenizerFast, model_input_names, \
      truncation_side and padding_side right, special tokens that tokenizer.json has, no auto_map. Remove \
      special_tokens_map.json and added_tokens.json: tokenizer.json has what they say.
      """,
    fix: Fix("`tokenizer_class` and `model_input_names` are those that `save` writes") { plan in
      for path in plan.tokenizerConfigs {
        if plan.hasFinding("TOK008", in: path, at: "$.tokenizer_class") {
          try plan.set("tokenizer_class", .string(PackageLayout.tokenizerClass), in: path, for: "TOK008")
        }
        if plan.hasFinding("TOK008", in: path, at: "$.model_input_names"), let names = plan.inputNames {
          try plan.set("model_input_names", .array(names.map { .string($0) }), in: path, for: "TOK008")
        }
      }
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.tokenizer.root.required(PackageLayout.tokenizer)
    for directory in package.effectiveTokenizers(tokenizer).directories {
      let isReported = checkClass(directory, context)
      checkProcessor(directory, context)
      checkInputs(directory, context)
      if !isReported { SettingsCheck(directory, context).run() }
    }
    try package.documents.requireAll([
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ])
  }

  /// Whether the class was reported.
  private static func checkClass(_ directory: EffectiveTokenizers.Directory, _ context: RuleContext) -> Bool {
    guard let node = directory.settings.config?["tokenizer_class"], !node.isNull else { return false }
    guard let name = try? node.string(), TokenizerClasses.contains(name) else {
      context.report(
        at: node.place, "tokenizer_class does not load in both transformers 4 and 5",
        expected: PackageLayout.tokenizerClass, found: node.messageText)
      return true
    }
    if let made = TokenizerClasses.model(of: name),
      let model = try? directory.settings.tokenizer["model"]?.string("type"), made != model
    {
      context.report(
        at: node.place, "tokenizer_class makes another kind of tokenizer than tokenizer.json",
        expected: "\(PackageLayout.tokenizerClass), which takes the file's \(model)",
        found: "\(name), which makes a \(made)")
      return true
    }
    return false
  }

  /// CrossEncoder looks for a processor of that class, and for its files.
  private static func checkProcessor(_ directory: EffectiveTokenizers.Directory, _ context: RuleContext) {
    guard let node = directory.settings.config?["processor_class"], !node.isNull else { return }
    context.report(
      at: node.place, "processor_class makes CrossEncoder load a processor in place of the tokenizer",
      expected: "no such key", found: node.messageText)
  }

  private static func checkInputs(_ directory: EffectiveTokenizers.Directory, _ context: RuleContext) {
    guard case .success(let package) = context.package.documents.config,
      case .success(let encoder) = context.package.documents.encoderConfig,
      let config = directory.settings.config
    else { return }
    var expected: Set<String> = ["input_ids", "attention_mask"]
    if package.usesTokenTypeIDs && encoder.shape.typeCount > 1 { expected.insert("token_type_ids") }
    let node = config["model_input_names"]
    let names = try? node?.elements().map { try $0.string() }
    // Types that the model ignores do no harm.
    let isRight =
      names.map { expected.isSubset(of: $0) && Set($0).isSubset(of: expected.union(["token_type_ids"])) }
      ?? false
    if !isRight {
      context.report(
        at: node?.place ?? Place(file: config.document.name, jsonPath: "$.model_input_names"),
        "model_input_names differ from the model's inputs",
        expected: expected.sorted().joined(separator: ", "), found: node?.messageText ?? "nothing")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no model inputs") { try $0.setTokenizer("model_input_names", to: nil) },
  .bad("inputs without the mask") {
    try $0.setTokenizer("model_input_names", to: .array([.string("input_ids"), .string("token_type_ids")]))
  },
  .bad("inputs that are not a list", blocks: true) {
    try $0.setTokenizer("model_input_names", to: .string("input_ids"))
  },
  .bad("truncation from the left") { try $0.setTokenizer("truncation_side", to: .string("left")) },
  .bad("special tokens split") { try $0.setTokenizer("split_special_tokens", to: .bool(true)) },
  .bad("a token that the file does not have") {
    try $0.setTokenizer("additional_special_tokens", to: .array([.string("zebra")]))
  },
  .bad("an added token with another id") {
    try $0.setTokenizer(
      "added_tokens_decoder", to: .object(["7": .object(["content": .string("[PAD]")])]))
  },
  .bad("a class of one version only") {
    try $0.setTokenizer("tokenizer_class", to: .string("TokenizersBackend"))
  },
  .bad("a class that neither version has") {
    try $0.setTokenizer("tokenizer_class", to: .string("FooTokenizer"))
  },
  .bad("a class that is a number") { try $0.setTokenizer("tokenizer_class", to: .int(3)) },
  .bad("a class that makes another kind of tokenizer") {
    try $0.setTokenizer("tokenizer_class", to: .string("XLMRobertaTokenizerFast"))
  },
  .bad("additional tokens that are one text") {
    try $0.setTokenizer("additional_special_tokens", to: .string("[MASK]"))
  },
  .bad("an extra token without its type") {
    try $0.setTokenizer(
      "extra_special_tokens", to: .object(["mask": .object(["content": .string("[MASK]")])]))
  },
  .bad("a setting with the name of a method") { try $0.setTokenizer("add_tokens", to: .string("x")) },
  .bad("an object of Python's") { try $0.setTokenizer("tokenizer_object", to: .string("other.json")) },
  .bad("another tokenizer.json") { try $0.setTokenizer("tokenizer_file", to: .string("other.json")) },
  .bad("a processor") { try $0.setTokenizer("processor_class", to: .string("CLIPProcessor")) },
  .bad("a special token that is an ordinary word") { try $0.setTokenizer("bos_token", to: .string("bread")) },
  .bad("an added token with other flags") {
    try $0.setTokenizer(
      "added_tokens_decoder",
      to: .object(["4": .object(["content": .string("[MASK]"), "single_word": .bool(true)])]))
  },
  .bad("a class whose default is another normalizer") {
    try $0.setTokenizer("do_lower_case", to: .bool(false))
  },
  .bad("no list of files among the special tokens, which saving copies to the settings") {
    try $0.write(#"{"fast_tokenizer_files": 0}"#, to: "special_tokens_map.json")
  },
  .bad("no list of code") { try $0.setTokenizer("auto_map", to: .null) },
  .good("a setting that no version reads") { try $0.setTokenizer("legacy", to: .bool(true)) },
  .bad("code of its own") {
    try $0.setTokenizer("auto_map", to: .object(["AutoTokenizer": .array([.null, .string("a.B")])]))
  },
  .good("additional tokens as objects and texts") {
    try $0.setTokenizer(
      "additional_special_tokens", to: .array([.addedToken("[MASK]"), .string("[SEP]")]))
  },
]
