import PackPythonCode

extension Rule {
  static let py004 = Rule(
    "PY004", "unguarded-import", .error, needs: [.code], guardsCode: true,
    title: "modules that may not be installed are imported in `try: ... except ImportError:`",
    why: """
      transformers collects the imports of a modelling file, those inside functions too. If one of them is not installed, it \
      does not load the file: an unguarded `import flash_attn` excludes everyone without a matching GPU.
      """,
    advice: "Put the import into `try: ... except ImportError:`, and do without the module if it is missing.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for (file, facts) in try context.package.code.required() {
      for entry in facts.imports where isForeign(entry) && isNeeded(entry) {
        context.report(
          at: file.place(entry.offset), "\(entry.module) is imported without a guard",
          expected: "try: ... except ImportError: ...",
          advice: """
            Put the import of `\(entry.module)` into `try: ... except ImportError:`, and do without it if it is missing.
            """)
      }
    }
    try context.package.code.requireAll()
  }
}

private let ruleExamples: [RuleExample] = [
  .badCode("an optional module without a guard", "import flash_attn"),
  .badCode("an optional module in a function", "def f():\n    import einops"),
  .badCode("a guard for something else", "try:\n    import einops\nexcept ValueError:\n    pass"),
  .badCode(
    "a guard that transformers does not see",
    "try:\n    import einops\nexcept* ImportError:\n    einops = None"),
  .badCode(
    "an optional module where transformers says that it is absent",
    "from transformers.utils import is_flash_attn_2_available\nif not is_flash_attn_2_available():\n    import flash_attn"
  ),
  .goodCode(
    "an optional module after a question for its absence",
    """
    from transformers.utils import is_flash_attn_greater_or_equal_2_10

    if not is_flash_attn_greater_or_equal_2_10():
        flash_attn = None
    else:
        import flash_attn
    """, warns: ["PY003", "PY012"]),
  .goodCode(
    "an optional module under a guard", "try:\n    import einops\nexcept ImportError:\n    einops = None",
    warns: ["PY003", "PY012"]),
  .goodCode(
    "an optional module where transformers says that it is there",
    """
    from transformers.utils import is_flash_attn_2_available

    if is_flash_attn_2_available():
        import flash_attn
    """, warns: ["PY003", "PY012"]),
]
