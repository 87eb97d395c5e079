extension Rule {
  static let py011 = Rule(
    "PY011", "unpickles", .error, needs: [.code], guardsCode: true,
    title: "nothing is unpickled",
    why: """
      A pickle is a program: torch.load without weights_only=True, pickle, joblib and dill run what a file says, and the \
      next file that is put there is nobody's that was checked.
      """,
    advice: "Read weights with safetensors; where it must be torch.load, with `weights_only=True`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for danger in facts.dangers(.unpickling) {
        context.report(
          at: file.place(danger.offset), "code that unpickles",
          found: danger.text)
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("a pickle", "import pickle"),
  .badCode("weights that are a pickle", "x = torch.load('head.bin')"),
  .badCode("weights that may be a pickle", "x = torch.load('head.bin', weights_only=False)"),
  .badCode("arrays that may be a pickle", "import numpy\nx = numpy.load('a', allow_pickle=True)"),
  .badCode("arrays that may be a pickle, by place", "import numpy\nx = numpy.load('a', None, True)"),
  .badCode(
    "arrays, handed on", "import functools, numpy\nx = functools.partial(numpy.load, allow_pickle=True)"),
  .goodCode("weights that are no pickle", "x = torch.load('head.bin', weights_only=True)"),
  .goodCode(
    "arrays that are no pickle",
    "import numpy as np\nx = np.load('a'), np.load('a', 'r', False), np.load('a', allow_pickle=False)"),
]
