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
      model_input_names has another default in transformers 4 than in 5. A side or an added token in tokenizer_config.json \
      overrides tokenizer.json. A class that makes a WordPiece of a Unigram's vocabulary gives other tokens. Each changes ids \
      or scores without an error. A class or a token that only one version knows does not load in the other.
      """,
    advice: """
      Write the settings of `pruning-pack save`: tokenizer_class PreTrainedTokenizerFast, model_input_names, \
      truncation_side and padding_side right, special tokens that tokenizer.json has, no auto_map.
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
    let file = package.documents.node(PackageLayout.tokenizer)
    if let file, file["added_tokens"] == nil {
      // The file's own reader does without; transformers asks for the key.
      context.report(
        at: Place(file: PackageLayout.tokenizer, jsonPath: "$.added_tokens"), "added_tokens is missing",
        expected: "a list, which may be empty")
    }
    let model = try? file?["model"]?.string("type")
    let files = [
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ]
    for name in files {
      guard let config = package.documents.node(name) else { continue }
      checkClass(config, model, context)
      checkInputs(config, context)
      checkSides(config, tokenizer, context)
      checkTokens(config, tokenizer, context)
    }
    try package.documents.requireAll(files)
  }

  private static func checkClass(_ config: JSONNode, _ model: String?, _ context: RuleContext) {
    if let map = config["auto_map"], !map.isNull {
      // A class in the package would run instead of the named one.
      context.report(
        at: map.place, "the tokenizer runs code of its own", expected: PackageLayout.tokenizerClass,
        found: map.messageText)
    }
    guard let node = config["tokenizer_class"], !node.isNull else { return }
    guard let name = try? node.string(), TokenizerClasses.contains(name) else {
      context.report(
        at: node.place, "tokenizer_class does not load in both transformers 4 and 5",
        expected: PackageLayout.tokenizerClass, found: node.messageText)
      return
    }
    if let made = TokenizerClasses.model(of: name), let model, made != model {
      context.report(
        at: node.place, "tokenizer_class makes another kind of tokenizer than tokenizer.json",
        expected: "\(PackageLayout.tokenizerClass), which takes the file's \(model)",
        found: "\(name), which makes a \(made)")
    }
  }

  private static func checkInputs(_ config: JSONNode, _ context: RuleContext) {
    guard case .success(let package) = context.package.documents.config,
      case .success(let encoder) = context.package.documents.encoderConfig
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

  private static func checkSides(_ config: JSONNode, _ tokenizer: Tokenizer, _ context: RuleContext) {
    let isBakedLeft = tokenizer.bakedInTruncation?.direction == .left
    for key in ["truncation_side", "padding_side"] {
      let node = config[key]
      if node == nil && !(isBakedLeft && key == "truncation_side") { continue }
      if (try? node?.string()) != "right" {
        context.report(
          at: node?.place ?? Place(file: config.document.name, jsonPath: "$.\(key)"), "\(key) is not right",
          expected: "\"right\"", found: node?.messageText ?? "left, from tokenizer.json")
      }
    }
    if let node = config["split_special_tokens"], (try? node.bool()) != false {
      context.report(at: node.place, "special tokens are split", expected: "false", found: node.messageText)
    }
  }

  private static func checkTokens(_ config: JSONNode, _ tokenizer: Tokenizer, _ context: RuleContext) {
    for key in ["additional_special_tokens", "extra_special_tokens"] {
      guard let node = config[key], !node.isNull else { continue }
      // A list or a dictionary: that one line does not read it is TOK004's.
      guard let tokens = (try? node.elements().map { $0 }) ?? (try? node.members().map(\.value)) else {
        context.report(
          at: node.place, "\(key) is not a list of tokens", expected: "a list of strings",
          found: node.kind.phrase)
        continue
      }
      for token in tokens {
        guard let text = token.tokenText else {
          context.report(
            at: token.place, "transformers cannot read the token", expected: "a string",
            found: token.messageText)
          continue
        }
        if tokenizer.id(ofToken: text) == nil {
          context.report(at: token.place, "the token is not in tokenizer.json", found: token.messageText)
        }
      }
    }
    guard let decoder = config["added_tokens_decoder"], let members = try? decoder.members() else { return }
    for member in members {
      let content = try? member.value.string("content")
      let id = content.flatMap(tokenizer.id(ofToken:))
      if id == nil || id.map(String.init) != member.key {
        context.report(
          at: member.value.place, "the added token has another id in tokenizer.json",
          expected: id.map { "id \($0)" },
          found: "id \(member.key)")
      }
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
  .bad("a class that makes another kind of tokenizer", warns: ["TOK007"]) {
    try $0.setTokenizer("tokenizer_class", to: .string("XLMRobertaTokenizerFast"))
  },
  .bad("additional tokens that are one text") {
    try $0.setTokenizer("additional_special_tokens", to: .string("[MASK]"))
  },
  .bad("an extra token without its type") {
    try $0.setTokenizer(
      "extra_special_tokens", to: .object(["mask": .object(["content": .string("[MASK]")])]))
  },
  .bad("code of its own") {
    try $0.setTokenizer("auto_map", to: .object(["AutoTokenizer": .array([.null, .string("a.B")])]))
  },
  .good("additional tokens as objects and texts") {
    try $0.setTokenizer(
      "additional_special_tokens", to: .array([.addedToken("[MASK]"), .string("[SEP]")]))
  },
]
