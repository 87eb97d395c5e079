import PackJSON
import ModelDir
import PackFiles
import PackTokenizers

extension Rule {
  static let tok005 = Rule(
    "TOK005", "pair-template-missing", .error, needs: [.tokenizer],
    title: "the tokenizer separates query and passage",
    why: """
      Query and passage reach the model through the tokenizer's pair template. Without one they run into each other, and \
      the model reads a text that it was never trained on.
      """,
    advice: "Set `post_processor` in tokenizer.json to the one from training.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let tokenizer = try context.package.tokenizer.root.required(PackageLayout.tokenizer)
    if !tokenizer.separatesPairs {
      context.report(
        at: Place(file: PackageLayout.tokenizer, jsonPath: "$.post_processor"),
        "the tokenizer does not separate query and passage", expected: "a pair template with separators")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no pair template") { package in
    try package.setPart("post_processor", [], to: .null)
  },
  .good("a template in the place of BertProcessing") { package in
    func special(_ id: String, _ type: Int) -> JSONValue {
      .object(["SpecialToken": .object(["id": .string(id), "type_id": .int(type)])])
    }
    func sequence(_ id: String, _ type: Int) -> JSONValue {
      .object(["Sequence": .object(["id": .string(id), "type_id": .int(type)])])
    }
    func token(_ text: String, _ id: Int) -> JSONValue {
      .object(["id": .string(text), "ids": .array([.int(id)]), "tokens": .array([.string(text)])])
    }
    let single = [special("[CLS]", 0), sequence("A", 0), special("[SEP]", 0)]
    let template = JSONValue.object([
      "type": .string("TemplateProcessing"), "single": .array(single),
      "pair": .array(single + [sequence("B", 1), special("[SEP]", 1)]),
      "special_tokens": .object(["[CLS]": token("[CLS]", 2), "[SEP]": token("[SEP]", 3)]),
    ])
    try package.setPart("post_processor", [], to: template)
  },
]
