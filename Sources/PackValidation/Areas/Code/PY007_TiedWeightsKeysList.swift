import PackPythonCode

extension Rule {
  static let py007 = Rule(
    "PY007", "tied-weights-keys-list", .warning, needs: [.code], guardsCode: true,
    title: "_tied_weights_keys is a dictionary, not a list",
    why: """
      transformers 4 expects a list of names; transformers 5 expects a dictionary from each tied name to its source, and \
      raises an error for a list.
      """,
    advice:
      "Write a dictionary, `{\"lm_head.weight\": \"model.embed_tokens.weight\"}`. transformers 4 reads its keys.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for assignment in facts.assignments {
        guard assignment.target.split(separator: ".").last == "_tied_weights_keys",
          case .list = assignment.value
        else { continue }
        context.report(
          at: file.place(assignment.offset), "\(assignment.target) is a list", expected: "a dictionary")
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a list", warns: ["PY012"]) {
    try $0.changeCode(
      "    config_class = PruningEncoderConfig\n",
      to: "    config_class = PruningEncoderConfig\n    _tied_weights_keys = [\"a\"]\n")
  },
  .good("a dictionary", warns: ["PY012"]) {
    try $0.changeCode(
      "    config_class = PruningEncoderConfig\n",
      to: "    config_class = PruningEncoderConfig\n    _tied_weights_keys = {\"a\": \"b\"}\n")
  },
]
