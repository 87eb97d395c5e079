extension Rule {
  static let py011 = Rule(
    "PY011", "unpickles", .error, needs: [.code], guardsCode: true,
    title: "the code unpickles nothing",
    why: """
      A pickle is a program. torch.load without weights_only=True, pickle, joblib and dill run the code in a file, and that \
      file may be replaced after it was checked.
      """,
    advice: "Read weights with safetensors, or with `torch.load(..., weights_only=True)`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.unaccepted() {
      for danger in facts.dangers(.unpickling) {
        context.report(
          at: file.place(danger.offset), "unsafe unpickling: \(danger.text)", advice: advice(danger.name))
      }
    }
    try context.package.code.requireAll()
  }

  private static func advice(_ name: String) -> String {
    switch name {
    case "torch.load": "Pass `weights_only=True` to `torch.load`, or read the file with safetensors."
    case "numpy.load": "Pass `allow_pickle=False` to `numpy.load`."
    default: "Remove `\(name)`, and read weights with safetensors."
    }
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
  .goodCode("weights that are not a pickle", "x = torch.load('head.bin', weights_only=True)"),
  .goodCode(
    "arrays that are not a pickle",
    "import numpy as np\nx = np.load('a'), np.load('a', 'r'), np.load('a', allow_pickle=False)"),
]
