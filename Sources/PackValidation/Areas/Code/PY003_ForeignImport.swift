import PackPythonCode

extension Rule {
  static let py003 = Rule(
    "PY003", "foreign-import", .warning, needs: [.code], guardsCode: true,
    title: """
      only the standard library, torch, transformers, huggingface_hub, safetensors and numpy are imported
      """,
    why: """
      Any other module is installed by chance: some version of transformers depends on it, or a user has installed it. \
      Its code is run with trust_remote_code too.
      """,
    advice: "Remove the import, or accept the warning with `--ignore PY003`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for entry in facts.imports where isForeign(entry) && !isNeeded(entry) {
        context.report(
          at: file.place(entry.offset), "\(entry.module) is not installed everywhere",
          advice: "Remove the import of `\(entry.module)`, or accept the warning with `--ignore PY003`.")
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

  /// Whether the file cannot be imported without the module, and the module is one that has to be installed. Modules that
  /// only some versions of Python have cannot be.
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
