import Encoders
import Files
import ModelDir
import Tokenizers

extension Rule {
  static let tok002 = Rule(
    "TOK002", .error, needs: [.tokenizer, .json],
    title: "every id of the tokenizer has a row in the embeddings",
    why: """
      An id beyond the table is an index error in PyTorch (on a GPU, an assertion that takes the process down), and only \
      for texts that have the token. Tokens that were added without resizing the embeddings are the usual reason.
      """,
    fix:
      "Save the tokenizer that the model was trained with, or resize the embeddings and train the new rows."
  ) { context throws(RuleSkip) in
    let package = context.package
    let tokenizer = try package.required(package.tokenizer, PackageLayout.tokenizer)
    let encoder = try package.required(package.encoderConfig, "the sub-model's config.json")
    guard tokenizer.highestID >= encoder.shape.vocabularySize else { return }
    context.report(
      at: Place(file: PackageLayout.tokenizer), "the tokenizer has ids that the embeddings do not have",
      expected: "ids below \(encoder.shape.vocabularySize)",
      found: "\(tokenizer.highestID) (\(tokenizer.token(ofID: tokenizer.highestID) ?? "?"))")
  }
}
