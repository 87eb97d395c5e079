extension Rule {
  static let py011 = Rule(
    "PY011", "unpickles", .error, needs: [.code], guardsCode: true,
    title: "nothing is unpickled",
    why: """
      A pickle is a program: torch.load without weights_only=True, pickle, joblib and dill run what a file says, and the \
      next file that is put there is nobody's that was checked.
      """,
    advice: "Read weights with safetensors; where it must be torch.load, with `weights_only=True`."
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
