import PackFiles
import ModelDir

extension Rule {
  static let py012 = Rule(
    "PY012", .warning, needs: [.code],
    title: "the modelling file is a known release of the template, and there is no other code",
    why: """
      Users run this file with trust_remote_code. The template is tested on both lines of transformers; whatever differs \
      from it has been tested by nobody but its author, and has to be read before it is trusted.
      """,
    fix: "Pack the model again, or read the file and accept the warning with `--ignore PY012`."
  ) { context throws(RuleSkip) in
    for path in context.package.filePaths
    where path.hasSuffix(".py") && path != PackageLayout.modellingFile {
      context.report(at: Place(file: path), "code that is not the template's")
    }
    guard context.package.modellingFile != nil else {
      throw .prerequisiteFailed("\(PackageLayout.modellingFile) is missing")
    }
    if !context.package.isTemplate {
      context.report(at: Place(file: PackageLayout.modellingFile), "not a known release of the template")
    }
  }
}
