import PackPythonCode

extension Rule {
  static let py003 = Rule(
    "PY003", "foreign-import", .warning, needs: [.code], guardsCode: true,
    title: "imports are of Python's own modules, torch, transformers, huggingface_hub, safetensors and numpy",
    why: """
      Everything else is there by chance: because some version of transformers brings it along, or because a user has \
      installed it. What it does is part of what trust_remote_code runs.
      """,
    advice: "Do without the module that is named, or accept the warning with `--ignore PY003`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for entry in facts.imports where isForeign(entry) && !isNeeded(entry) {
        context.report(
          at: file.place(entry.offset), "a module that a package need not have",
          found: entry.module)
      }
    }
    try context.package.code.requireAll()
  }

  /// An import from outside the allow-list that no other rule is about.
  static func isForeign(_ entry: PythonImport) -> Bool {
    entry.level == 0 && !PythonModules.isAllowed(entry.package)
      && !PythonModules.training.contains(entry.package)
      && PythonDanger.judge(imported: entry.target) == nil
      && PythonDanger.judge(imported: entry.module) == nil
  }

  /// Whether the file cannot be imported where the module is not installed, and nothing installs it: a module that only some
  /// versions of Python have is there or not, whatever is installed.
  static func isNeeded(_ entry: PythonImport) -> Bool {
    !entry.isGuarded && (!entry.isUnseen || !entry.isInFunction)
      && !PythonModules.broughtAlong.contains(entry.package)
      && !PythonModules.isSometimesPythons(entry.package)
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("an optional module", "try:\n    import flash_attn\nexcept ImportError:\n    pass"),
  .badCode("a module that transformers brings along", "import packaging.version"),
  .badCode("a module of newer versions", "import tomllib"),
  .badCode("a module of one system", "import fcntl\nimport resource"),
  .badCode("a module of Python's own use", "import _json"),
  .goodCode("modules that every installation has", "import huggingface_hub\nimport numpy\nimport sqlite3"),
]
