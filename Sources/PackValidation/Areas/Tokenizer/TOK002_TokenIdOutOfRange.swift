import ModelDir
import PackEncoders
import PackFiles
import PackJSON
import PackTokenizers

extension Rule {
  static let tok002 = Rule(
    "TOK002", "token-id-out-of-range", .error, needs: [.tokenizer, .json],
    title:
      "every id of the tokenizer has a row in the embeddings, and added tokens have the ids that they are given",
    why: """
      An id beyond the table is an index error in PyTorch (on a GPU, an assertion that takes the process down), and only \
      for texts that have the token. Tokens that were added without resizing the embeddings are the usual reason. Added tokens \
      are numbered on from the vocabulary's end whatever the file says: with a gap there, a token is not the one it was.
      """,
    advice:
      "Save the tokenizer.json that the model was trained with, or resize the embeddings and train the new rows.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.tokenizer.root.required(PackageLayout.tokenizer)
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    checkAddedTokens(tokenizer, context)
    guard tokenizer.highestID >= encoder.shape.vocabularySize else { return }
    context.report(
      at: Place(file: PackageLayout.tokenizer), "the tokenizer has ids that the embeddings do not have",
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
        at: node.place, "the added token \(content.quotedForMessage) is given another id",
        expected: "\(given)", found: node.lexeme)
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
