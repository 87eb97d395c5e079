import ModelDir
import PackFiles
import PackJSON
import PackTokenizers

extension Rule {
  static let tok009 = Rule(
    "TOK009", "tokenizer-unlike-vocabulary", .error, needs: [.tokenizer, .json],
    title: "the tokenizer's parts go with its vocabulary",
    why: """
      A template with an id of another token than its text names, a prefix that no token has, or a normalizer that keeps \
      capitals over a vocabulary without any: each loads, and gives the model other tokens than it was trained with.
      """,
    advice: """
      Restore tokenizer.json from training: the ids of the template are those of the vocabulary, and the normalizer is the \
      one that the vocabulary was made with.
      """,
    grading: "another unknown token than that of the settings is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let tokenizer = try context.package.tokenizer.root.required(PackageLayout.tokenizer)
    let file = try context.package.documents.required(PackageLayout.tokenizer)
    if let processor = file["post_processor"] { checkTemplate(processor, tokenizer, context) }
    guard let model = file["model"], (try? model.string("type")) == "WordPiece" else { return }
    checkUnknown(model, context)
    checkContinuation(model, context)
    checkCase(model, file, tokenizer, context)
  }

  /// The ids of a post-processor, whose kind says where its tokens stand.
  private static func checkTemplate(
    _ processor: JSONNode, _ tokenizer: Tokenizer, _ context: RuleContext
  ) {
    func check(_ token: JSONNode?, _ id: JSONNode?) {
      guard let token, let id, let text = try? token.string(), let given = try? id.int(),
        let own = tokenizer.id(ofToken: text), own != given
      else { return }
      context.report(
        at: id.place, "the template's id of \(text.quotedForMessage) is that of another token",
        expected: "\(own)", found: "\(given)")
    }
    for step in (try? processor["processors"]?.elements()).map(Array.init) ?? [] {
      checkTemplate(step, tokenizer, context)
    }
    for key in ["sep", "cls"] {
      let parts = (try? processor[key]?.elements()).map(Array.init) ?? []
      check(parts.first, parts.last)
    }
    for member in (try? processor["special_tokens"]?.members()).map(Array.init) ?? [] {
      let tokens = (try? member.value["tokens"]?.elements()).map(Array.init) ?? []
      let ids = (try? member.value["ids"]?.elements()).map(Array.init) ?? []
      for (token, id) in zip(tokens, ids) { check(token, id) }
    }
  }

  private static func checkUnknown(_ model: JSONNode, _ context: RuleContext) {
    guard let node = model["unk_token"], let unknown = try? node.string() else { return }
    let config = context.package.documents.node(PackageLayout.tokenizerConfig)
    if model["vocab"]?[unknown] == nil {
      context.report(at: node.place, "the unknown token is not in the vocabulary", found: node.messageText)
    } else if let named = config?["unk_token"]?.tokenText, ExactText(named) != ExactText(unknown) {
      context.report(
        at: node.place, "the unknown token is not the one of the settings", expected: named.quotedForMessage,
        found: node.messageText, severity: .warning)
    }
  }

  private static func checkContinuation(_ model: JSONNode, _ context: RuleContext) {
    guard let node = model["continuing_subword_prefix"], let prefix = try? node.string(), !prefix.isEmpty,
      let vocabulary = try? model["vocab"]?.members()
    else { return }
    guard !vocabulary.contains(where: { $0.key.utf8.starts(with: prefix.utf8) }) else { return }
    context.report(
      at: node.place, "no token begins with the prefix of a word's later parts", found: node.messageText)
  }

  /// Capitals are unknown, one and all, where their small letters are tokens.
  private static func checkCase(
    _ model: JSONNode, _ file: JSONNode, _ tokenizer: Tokenizer, _ context: RuleContext
  ) {
    guard let unknown = (try? model.string("unk_token")).flatMap(tokenizer.id(ofToken:)) else { return }
    func isUnknown(_ letter: UInt8) -> Bool {
      let text = String(decoding: [letter], as: UTF8.self)
      return (try? tokenizer.encode(text, addSpecialTokens: false))?.ids.map { Int($0) } == [unknown]
    }
    let known = (UInt8(ascii: "a")...UInt8(ascii: "z")).filter { !isUnknown($0) }
    guard !known.isEmpty, known.allSatisfy({ isUnknown($0 - 32) }) else { return }
    let normalizer = file["normalizer"]
    context.report(
      at: (normalizer?["lowercase"] ?? normalizer)?.place ?? file.place(of: "normalizer"),
      "the normalizer keeps capitals, and the vocabulary has none", expected: "a normalizer that lowers them")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a template with the id of another token") {
    try $0.setPart("post_processor", ["cls"], to: .array([.string("[CLS]"), .int(4)]))
  },
  .bad("an unknown token that the vocabulary lacks", blocks: true) {
    try $0.setPart("model", ["unk_token"], to: .string("[NONE]"))
  },
  .bad("another unknown token than that of the settings", severity: .warning) {
    try $0.setPart("model", ["unk_token"], to: .string("[PAD]"))
  },
  .bad("a prefix that no token has") {
    try $0.setPart("model", ["continuing_subword_prefix"], to: .string("@@"))
  },
  .bad("a normalizer that keeps capitals") {
    try $0.setPart("normalizer", ["lowercase"], to: .bool(false))
  },
  .good("a normalizer of several steps") { package in
    for name in package.tokenizers {
      try package.edit(name) { root in
        guard let normalizer = root["normalizer"] else { return }
        root["normalizer"] = .object(["type": .string("Sequence"), "normalizers": .array([normalizer])])
      }
    }
    try package.nameGeneralClass()
  },
]
