import ModelDir
import PackFiles

extension Rule {
  static let py012 = Rule(
    "PY012", "unknown-code", .warning, needs: [.code], guardsCode: true,
    title: "the modelling file is a known release of the template, and there is no other code",
    why: """
      Users run this file with trust_remote_code. The template is tested on both lines of transformers; whatever differs \
      from it has been tested by nobody but its author, and has to be read before it is trusted.
      """,
    advice: "Pack the model again, or read the file and accept the warning with `--ignore PY012`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    for path in context.package.listing.filePaths
    where path.hasSuffix(".py") && path != PackageLayout.modellingFile {
      context.report(at: Place(file: path), "code that is not the template's")
    }
    guard context.package.code.modellingFile != nil else {
      throw .prerequisiteFailed("\(PackageLayout.modellingFile) is missing")
    }
    if !context.package.code.isTemplate {
      context.report(at: Place(file: PackageLayout.modellingFile), "not a known release of the template")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a changed template") { package in
    try package.rewrite(package.modellingFile) { $0 + Array("\n# changed\n".utf8) }
  },
  .bad("code beside the template") { try $0.write("x = 1\n", to: "helper.py") },
  .good("Python in a text") { try $0.write("x = 1\n", to: "docs/helper.py.txt") },
]
