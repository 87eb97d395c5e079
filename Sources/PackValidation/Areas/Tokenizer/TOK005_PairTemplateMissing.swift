import ModelDir
import PackFiles
import PackTokenizers

extension Rule {
  static let tok005 = Rule(
    "TOK005", "pair-template-missing", .error, needs: [.tokenizer],
    title: "the pair template gives separators and both sequences",
    why: """
      Query and passage reach the model through the tokenizer's pair template. Without one they run into each other, and \
      the model sees a text that it was never trained on.
      """,
    advice: "Give tokenizer.json the post-processor that the model was trained with."
  ) { context throws(RuleSkip) in
    let tokenizer = try context.package.tokenizer.root.required(PackageLayout.tokenizer)
    if !tokenizer.separatesPairs {
      context.report(
        at: Place(file: PackageLayout.tokenizer, jsonPath: "$.post_processor"),
        "the tokenizer does not separate query and passage", expected: "a template for pairs with separators")
    }
  }
}
