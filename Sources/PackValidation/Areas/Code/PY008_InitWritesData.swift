import PackPythonCode

extension Rule {
  static let py008 = Rule(
    "PY008", "init-writes-data", .warning, needs: [.code], guardsCode: true,
    title: "_init_weights does not write through .data",
    why: """
      transformers 5 calls _init_weights after it has read the checkpoint, and keeps torch's initialisers from changing loaded \
      weights. A write through `.data` bypasses that guard: loaded weights become random, without an error.
      """,
    advice:
      "Initialise the parameter itself: `nn.init.normal_(module.weight, std=...)` or `nn.init.zeros_(module.bias)`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      func isInside(_ owner: String) -> Bool {
        owner.split(separator: ".").contains { $0 == "_init_weights" }
      }
      for use in facts.uses where use.call != nil && isInside(use.owner) {
        let parts = use.name.split(separator: ".").map { $0.prefix { $0 != "[" && $0 != "(" } }
        if parts.dropFirst().dropLast().contains("data"), let last = parts.last, last.hasSuffix("_") {
          context.report(
            at: file.place(use.offset), "_init_weights writes through .data",
            found: use.name)
        } else if let last = parts.last, last.hasSuffix("_"),
          use.call?.contains(where: { isData($0.value) }) == true
        {
          context.report(
            at: file.place(use.offset),
            "_init_weights passes .data to \(use.name)")
        }
      }
      for assignment in facts.assignments where isInside(assignment.owner) {
        let parts = assignment.target.split(separator: ".").map { $0.prefix { $0 != "[" } }
        if parts.dropFirst().contains("data") {
          context.report(
            at: file.place(assignment.offset), "_init_weights writes through .data",
            found: assignment.target)
        }
      }
    }
    try context.package.code.requireAll()
  }

  private static func isData(_ value: PythonValue) -> Bool {
    if case .name(let name) = value { name.split(separator: ".").dropFirst().contains("data") } else { false }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a write to data", warns: ["PY012"]) {
    try $0.changeCode("nn.init.zeros_(module.bias)", to: "module.bias.data.zero_()")
  },
  .bad("data that is given to an initialiser", warns: ["PY012"]) {
    try $0.changeCode("nn.init.zeros_(module.bias)", to: "nn.init.zeros_(module.bias.data)")
  },
  .goodCode("a write to data elsewhere", "def reset(module):\n    module.bias.data.zero_()"),
]
