import PackPythonCode

extension Rule {
  static let py002 = Rule(
    "PY002", "imports-training-library", .error, needs: [.code], guardsCode: true,
    title: "no import of the library that the model was trained with",
    why: """
      A modelling file that is to stand alone and imports its training library works where it was made, and nowhere else: \
      transformers looks at every import before it runs the file, those inside functions included, and refuses it. Under a \
      guard it loads, and then is another model where the library is installed than where it is not.
      """,
    advice: "Copy what the file needs into it, or use the modelling file that `pruning-pack save` writes.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for entry in facts.imports
      where entry.level == 0 && PythonModules.training.contains(entry.package) {
        context.report(
          at: file.place(entry.offset), "the training library is imported",
          expected: "torch, transformers, safetensors, numpy or Python's own modules",
          found: entry.module)
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
