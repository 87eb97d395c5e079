import PackPythonCode

extension Rule {
  static let py004 = Rule(
    "PY004", "unguarded-import", .error, needs: [.code], guardsCode: true,
    title: "modules that need not be installed are imported under a guard",
    why: """
      transformers collects the imports of a modelling file, those inside functions too, and refuses to load it when one of \
      them is not installed: one unguarded `import flash_attn` locks out everyone without a matching GPU.
      """,
    advice: "Import it inside `try: ... except ImportError:`, and do without it where it is absent."
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for entry in facts.imports where isForeign(entry) && isNeeded(entry) {
        context.report(
          at: file.place(entry.offset), "import of a module that may be absent, without a guard",
          expected: "try: ... except ImportError: ...", found: entry.module)
      }
    }
    try context.package.code.requireAll()
  }
}
