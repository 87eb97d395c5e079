import ModelDir
import PackFiles
import PackJSON
import PackTokenizers

extension Rule {
  static let tok003 = Rule(
    "TOK003", "special-token-missing", .error, needs: [.tokenizer, .json],
    title: "pad, sep and cls tokens are defined, and pad_token_id matches",
    why: """
      Without a pad token, transformers raises an error for a batch. With another one than the model's, RoBERTa counts positions \
      wrongly, and the attention mask hides the wrong tokens.
      """,
    advice: """
      Set pad_token, sep_token and cls_token in tokenizer_config.json as in training. Set pad_token_id in config.json to \
      the id of pad_token in tokenizer.json.
      """,
    grading: "a warning where only the root's pad_token_id differs",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.tokenizer.root.required(PackageLayout.tokenizer)
    let subModel = try? package.documents.required(try package.documents.inSubModel(PackageLayout.config))
    // What is not recorded is the family's default, whatever the vocabulary.
    let family = try? subModel?.string("model_type")
    let padID =
      (try? subModel?.optionalInt("pad_token_id"))
      ?? family.flatMap { $0 }.flatMap { ConfigTypes.padTokenID(ofFamily: $0) }
    let files = [
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ]
    let effective = package.effectiveTokenizers(tokenizer)
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      for key in ["bos_token", "eos_token", "unk_token", "mask_token"] {
        guard let node = config[key], !node.isNull, node.tokenText == nil else { continue }
        context.report(
          at: node.place, "\(key) is not a token", expected: "a token as a string", found: node.kind.phrase)
      }
      for key in ["pad_token", "sep_token", "cls_token"] {
        let node = config[key]
        let place = node?.place ?? Place(file: file, jsonPath: "$.\(key)")
        let own = node?.isNull == false ? nil : classToken(key, in: file, effective)
        guard let content = node?.tokenText ?? own else {
          context.report(
            at: place, node?.isNull == false ? "\(key) is not a token" : "\(key) is not defined",
            expected: "a token as a string", found: node?.kind.phrase)
          continue
        }
        guard let id = tokenizer.id(ofToken: content) else {
          context.report(at: place, "\(key) is not in the vocabulary", found: content.quotedForMessage)
          continue
        }
        if key == "pad_token", let padID, id != padID, subModel?["pad_token_id"]?.isNull != true {
          context.report(
            at: place, "\(key) differs from the model's pad_token_id", expected: "\(padID)", found: "\(id)")
        }
      }
    }
    // The root's is read only by tools that load the package as one model: neither transformers nor CrossEncoder does.
    let root = package.documents.node(PackageLayout.config)?["pad_token_id"]
    let padToken = package.documents.node(PackageLayout.tokenizerConfig)?["pad_token"]?.tokenText
    if let root, !root.isNull, let id = padToken.flatMap(tokenizer.id(ofToken:)), (try? root.int()) != id {
      context.report(
        at: root.place, "pad_token_id differs from the tokenizer's", expected: "\(id)",
        found: root.messageText, severity: .warning)
    }
    try package.documents.requireAll(files)
  }

  /// The token that the class has in both versions where the settings have none.
  private static func classToken(_ key: String, in file: String, _ effective: EffectiveTokenizers) -> String?
  {
    let directory = effective.directories.first { $0.configPath == file }
    let texts = directory?.outcomes.map { (try? $0.made.get())?.attributes.namedTokens[key] } ?? []
    guard let first = texts.first, let token = first else { return nil }
    return texts.allSatisfy { $0 == token } ? token : nil
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no pad token") {
    try $0.setTokenizer("tokenizer_class", to: .string("PreTrainedTokenizerFast"))
    try $0.setTokenizer("pad_token", to: nil)
  },
  .bad("another pad token than the model's") { try $0.setTokenizer("pad_token", to: .string("[MASK]")) },
  .bad("a pad token that is an object without its type") {
    try $0.setTokenizer("pad_token", to: .object(["content": .string("[PAD]")]))
  },
  .bad("a token that is a number") { try $0.setTokenizer("mask_token", to: .int(4)) },
  .bad("another pad_token_id at the root", severity: .warning) {
    try $0.set("pad_token_id", to: .int(1), in: "config.json")
  },
  .good("a pad token that is the class's own") { try $0.setTokenizer("pad_token", to: nil) },
  .good("a pad token that is an object") {
    try $0.setTokenizer("pad_token", to: .addedToken("[PAD]"))
  },
  .good("a sep token that is an object") {
    try $0.setTokenizer("sep_token", to: .addedToken("[SEP]"))
  },
  .good("a cls token that is an object") {
    try $0.setTokenizer("cls_token", to: .addedToken("[CLS]"))
  },
  .good("a mask token that is an object") {
    try $0.setTokenizer("mask_token", to: .addedToken("[MASK]"))
  },
]
