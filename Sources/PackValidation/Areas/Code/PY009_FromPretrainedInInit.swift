import PackPythonCode

extension Rule {
  static let py009 = Rule(
    "PY009", "from-pretrained-in-init", .warning, needs: [.code], guardsCode: true,
    title: "no from_pretrained in a model's __init__",
    why: """
      transformers 5 creates the model on the meta device before it reads weights, and a from_pretrained call fails there. \
      The inner model's weights would also not come from the package.
      """,
    advice:
      "Create the inner model with `from_config`, and load its weights in `from_pretrained` of the outer class.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let models = PythonModels(try context.package.code.required())
    for entry in models.models {
      for use in models.calls(in: "__init__", of: entry) where use.name.hasSuffix(".from_pretrained") {
        let source = use.name.dropLast(".from_pretrained".count)
        if ["Tokenizer", "TokenizerFast", "Config", "Processor"].contains(where: source.hasSuffix) {
          continue
        }
        context.report(
          at: entry.file.place(use.offset), "\(entry.definition.path).__init__ calls \(use.name)")
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an inner model", warns: ["PY012"]) {
    try $0.changeCode(
      "        self.post_init()\n",
      to: "        AutoModel.from_pretrained(\"x\")\n        self.post_init()\n")
  },
  .good("an inner configuration", warns: ["PY012"]) {
    try $0.changeCode(
      "        self.post_init()\n",
      to: "        AutoConfig.from_pretrained(\"x\")\n        self.post_init()\n")
  },
  .goodCode("an inner model in a function", "def load():\n    return AutoModel.from_pretrained('x')"),
]
