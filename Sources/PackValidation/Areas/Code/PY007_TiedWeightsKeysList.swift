import PackPythonCode

extension Rule {
  static let py007 = Rule(
    "PY007", "tied-weights-keys-list", .warning, needs: [.code], guardsCode: true,
    title: "_tied_weights_keys is no list",
    why: """
      Up to transformers 4 it was a list of names, in version 5 it is a dictionary from the tied name to its source: a list \
      raises there as soon as weights are tied.
      """,
    advice:
      "Write a dictionary, `{\"lm_head.weight\": \"model.embed_tokens.weight\"}`: version 4 reads its keys.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for assignment in facts.assignments {
        guard assignment.target.split(separator: ".").last == "_tied_weights_keys",
          case .list = assignment.value
        else { continue }
        context.report(
          at: file.place(assignment.offset), "_tied_weights_keys is a list", expected: "a dictionary",
          found: assignment.target)
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
