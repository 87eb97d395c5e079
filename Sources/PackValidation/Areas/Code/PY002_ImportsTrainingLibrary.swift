import PackPythonCode

extension Rule {
  static let py002 = Rule(
    "PY002", "imports-training-library", .error, needs: [.code], guardsCode: true,
    title: "the code does not import the library that the model was trained with",
    why: """
      A modelling file that imports its training library works only where that library is installed: transformers checks \
      every import before it runs the file, those inside functions too. With a guard the file loads, but the model then \
      depends on whether the library is there.
      """,
    advice: "Copy the needed code, or use the modelling file of `pruning-pack save`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for entry in facts.imports
      where entry.level == 0 && PythonModules.training.contains(entry.package) {
        context.report(
          at: file.place(entry.offset), "\(entry.module) is imported",
          expected: "only torch, transformers, safetensors, numpy and the standard library",
          advice:
            "Copy the needed code from \(entry.package), or use the modelling file of `pruning-pack save`.")
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("the training library", "from sentence_transformers import CrossEncoder"),
  .badCode("the training library, in a function", "def f():\n    import open_provence.modeling"),
  .badCode(
    "the training library, under a guard",
    "try:\n    import sentence_transformers\nexcept ImportError:\n    pass"),
  .goodCode("the training library's name in a text", "x = 'import sentence_transformers'"),
]
