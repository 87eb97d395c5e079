import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers

extension Rule {
  static let tok002 = Rule(
    "TOK002", "token-id-out-of-range", .error, needs: [.tokenizer, .json],
    title:
      "every token id has an embedding row, and added tokens keep their ids",
    why: """
      An id beyond the table is an index error in PyTorch, and on a GPU an assertion that ends the process, but only for \
      texts with that token. The usual cause is tokens added without resizing the embeddings. Added tokens are numbered from \
      the vocabulary's end, whatever the file says: after a gap, a token gets another id.
      """,
    advice:
      "Restore the tokenizer.json of the training, or resize the embeddings and train the new rows.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.tokenizer.root.required(PackageLayout.tokenizer)
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    checkAddedTokens(tokenizer, context)
    guard tokenizer.highestID >= encoder.shape.vocabularySize else { return }
    context.report(
      at: Place(file: PackageLayout.tokenizer), "the tokenizer has ids without an embedding row",
      expected: "ids below \(encoder.shape.vocabularySize)",
      found: "\(tokenizer.highestID) (\(tokenizer.token(ofID: tokenizer.highestID) ?? "?"))")
  }

  private static func checkAddedTokens(_ tokenizer: Tokenizer, _ context: RuleContext) {
    let tokens = try? context.package.documents.node(PackageLayout.tokenizer)?["added_tokens"]?.elements()
    for token in tokens.map(Array.init) ?? [] {
      guard let content = try? token.string("content"), let given = tokenizer.id(ofToken: content),
        let node = token["id"], (try? node.int()) != given
      else { continue }
      context.report(
        at: node.place, "the added token \(content.quotedForMessage) gets the id \(given) when it is loaded",
        expected: "\(given)", found: node.messageText)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an id without a row", blocks: true) { package in
    for file in package.tokenizers {
      try package.replace("\"##3\": 39", with: "\"##3\": 40", in: file)
    }
  },
  .bad("another id than the one that is given out") { try $0.addToken("[MASK]", id: 39) },
  .bad("an id after a gap") { try $0.addToken("zebra", id: 99) },
  .good("an added token that the vocabulary has") { try $0.addToken("bread", id: 28) },
]
