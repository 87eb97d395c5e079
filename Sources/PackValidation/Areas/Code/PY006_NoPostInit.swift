import PackPythonCode

extension Rule {
  static let py006 = Rule(
    "PY006", "no-post-init", .error, needs: [.code], guardsCode: true,
    title: "each model's __init__ ends with post_init()",
    why: """
      In transformers 5, post_init() sets the attributes for tied weights, parallel plans and weight initialisation. A model \
      that never calls it fails to load, or keeps weights that were never loaded.
      """,
    advice: "Call `self.post_init()` at the end of `__init__`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let models = PythonModels(try context.package.code.required())
    let named = (try? autoMapEntries(context.package).compactMap(\.1)) ?? []
    for entry in models.made(Set(named)) where !models.callsPostInit(entry) {
      context.report(
        at: entry.file.place(entry.definition.offset), "\(entry.definition.path) does not call post_init",
        expected: "self.post_init() in __init__",
        advice: "Call `self.post_init()` at the end of `\(entry.definition.path).__init__`.")
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no post_init", warns: ["PY012"]) {
    try $0.changeCode("        self.post_init()\n", to: "")
  },
  .bad("a part's post_init", warns: ["PY012"]) {
    try $0.changeCode("        self.post_init()\n", to: "        self.pruning_head.post_init()\n")
  },
  .bad("auto_map's class, from which another one derives", warns: ["PY012"]) {
    try $0.changeCode("        self.post_init()\n", to: "")
    try $0.addCode(
      """
      class Derived(PruningEncoderForSequenceClassification):
          def __init__(self, config):
              super().__init__(config)
              self.post_init()


      class DerivedToo(PruningEncoderForTokenClassification):
          def __init__(self, config):
              super().__init__(config)
              self.post_init()
      """)
  },
  .good("the base's post_init, by its class", warns: ["PY012"]) {
    try $0.changeCode("self.post_init()", to: "PreTrainedModel.post_init(self)")
  },
  .good("the base's post_init", warns: ["PY012"]) {
    try $0.changeCode("self.post_init()", to: "super().post_init()")
  },
  .good("the base's post_init, as Python 2 wrote it", warns: ["PY012"]) {
    try $0.changeCode("self.post_init()", to: "super(PruningEncoderPreTrainedModel, self).post_init()")
  },
]
