import ModelDir
import PackFiles

extension Rule {
  static let py012 = Rule(
    "PY012", "unknown-code", .warning, needs: [.code], guardsCode: true,
    title: "the only code is a known release of the modelling template",
    why: """
      Users run this code with trust_remote_code. The template is tested with transformers 4 and 5; other code has been \
      tested only by its author, and must be read before it is trusted.
      """,
    advice:
      "Pack the model again with `pruning-pack save --from`, or read the code and accept it with `accepted_code` in the settings.",
    grading: "a suggestion for a file that no configuration names and no loaded file imports",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let code = context.package.code
    for file in code.files
    where file.path != PackageLayout.modellingFile && code.acceptance(of: file) == nil {
      context.report(
        at: Place(file: file.path), "\(file.path) is not part of the template",
        advice: "Delete \(file.path), or read it and accept it with `accepted_code` in the settings.")
    }
    for path in code.unloaded {
      context.report(
        at: Place(file: path), "nothing loads \(path): it was searched for secrets only",
        advice: "Delete \(path), unless users are to read or run it.", severity: .suggestion)
    }
    guard context.package.code.modellingFile != nil else {
      throw .prerequisiteFailed("\(PackageLayout.modellingFile) is missing")
    }
    let isAccepted = code.file(PackageLayout.modellingFile).flatMap { code.acceptance(of: $0) } != nil
    if !code.isTemplate, !isAccepted {
      context.report(
        at: Place(file: PackageLayout.modellingFile),
        "\(PackageLayout.modellingFile) is not a known release of the template")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a changed template") { package in
    try package.rewrite(package.modellingFile) { $0 + Array("\n# changed\n".utf8) }
  },
  .bad("code beside the template") { package in
    try package.addCode("from .helper import x")
    try package.write("x = 1\n", to: "helper.py")
  },
  .bad("a script that nothing loads", severity: .suggestion) {
    try $0.write("import os\nimport datasets\nos.system('id')\n", to: "scripts/train.py")
  },
  .good("Python in a text") { try $0.write("x = 1\n", to: "docs/helper.py.txt") },
]
