extension Rule {
  static let py010 = Rule(
    "PY010", "dangerous-code", .error, needs: [.code], guardsCode: true,
    title: "the code starts no program, runs no text, opens no connection",
    why: """
      Whoever loads the package with trust_remote_code runs its code with all rights of their own. A model has no use for \
      os.system, subprocess, eval, exec, compile, __import__, importlib, sockets or ctypes, nor for ways around their names.
      """,
    advice: "Remove what is named: a model reads its files and computes."
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for danger in facts.dangers(.power) {
        context.report(
          at: file.place(danger.offset), "code that a model has no use for",
          found: danger.text)
      }
    }
    try context.package.code.requireAll()
  }
}
