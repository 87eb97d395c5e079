import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let tok004 = Rule(
    "TOK004", "extra-tokens-one-version", .error, needs: [.tokenizer, .json],
    title: "extra special tokens are written so that transformers 4 and 5 read them",
    why: """
      transformers 5 writes extra_special_tokens as a list. Version 4 raises on it: there it is a dictionary from names to \
      tokens. Of additional_special_tokens both read a list, and only version 5 a dictionary. TOK008 reports what neither \
      reads.
      """,
    advice:
      "Write the tokens as `additional_special_tokens`, a list of strings. Remove extra_special_tokens.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let files = [
      PackageLayout.tokenizerConfig, try package.documents.inSubModel(PackageLayout.tokenizerConfig),
    ]
    for file in files {
      guard let config = package.documents.node(file) else { continue }
      if let node = config["extra_special_tokens"], node.kind == .array || node.isNull {
        context.report(
          at: node.place, "extra_special_tokens is not a dictionary, and transformers 4 raises",
          expected: "additional_special_tokens, a list of strings", found: node.kind.phrase)
      }
      if let node = config["additional_special_tokens"], node.kind == .object {
        context.report(
          at: node.place, "additional_special_tokens is not a list, and transformers 4 raises",
          expected: "a list of strings", found: node.kind.phrase)
      }
    }
    try package.documents.requireAll(files)
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a list") { try $0.setTokenizer("extra_special_tokens", to: .array([.string("[MASK]")])) },
  .bad("null") { try $0.setTokenizer("extra_special_tokens", to: .null) },
  .bad("additional tokens with names") {
    try $0.setTokenizer("additional_special_tokens", to: .object(["mask": .string("[MASK]")]))
  },
  .good("tokens with names") {
    try $0.setTokenizer("extra_special_tokens", to: .object(["mask": .addedToken("[MASK]")]))
  },
]
