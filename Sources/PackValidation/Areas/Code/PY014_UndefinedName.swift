import PackPythonCode

extension Rule {
  static let py014 = Rule(
    "PY014", "undefined-name", .error, needs: [.code], guardsCode: true,
    title: "every name in the code is defined",
    why: """
      A name that is neither imported, assigned nor defined in its file, and is not a builtin, raises NameError when its line \
      runs. Most often an import was lost when the file was cut out of a library.
      """,
    advice: "Import or define the reported name.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      var seen = PythonBuiltins.names
      for name in facts.unboundNames where seen.insert(name.text).inserted {
        context.report(
          at: file.place(name.offset), "\(name.text) is not defined",
          advice: "Import or define `\(name.text)`.")
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("an import that was lost", "x = np.zeros(3)"),
  .badCode("a function that was lost, where it is called", "def f(x):\n    return g(x)"),
  .badCode("a base that was lost", "class A(Base):\n    pass"),
  .badCode("a name in a try for something else", "try:\n    x = y\nexcept ValueError:\n    pass"),
  .badCode("an annotation that was lost", "def f(x: Unknown): return x"),
  .badCode("a default that was lost", "def f(x=y): return x"),
  .badCode("a name in a formatted string", "def f(): return f'{unknown!r}'"),
  .bad("the template without an import", warns: ["PY012"]) { try $0.changeCode("import torch\n", to: "") },
  .goodCode(
    "annotations of variables in a function", "def f():\n    x: Unknown = 1\n    y: Unknown\n    return x"),
  .goodCode("a name that a function makes global", "def f():\n    global g\n    g = 1\ndef h(): return g"),
  .goodCode(
    "names of loops in brackets, of an assignment in one, and of every module",
    "x = [a for a, (b, *c) in [] if (d := b) for e in c]\nprint(__file__, __name__, d)"),
  .goodCode(
    "names of patterns",
    """
    match 1:
        case {'a': [a, *b], **c} if a: print(b, c)
        case int(d) | d: print(d)
    """),
  .goodCode("names of parameters", "def f(x, /, y=lambda z, *w: (z, w), *a, k, **b): return x, y, a, k, b"),
  .goodCode(
    "names of a class", "class A:\n    x = 1\n    y = x\n    def f(self): return __class__, super().f()"),
  .goodCode("names of a with", "with open('a') as (a, b), open('c') as c: print(a, b, c)"),
]
