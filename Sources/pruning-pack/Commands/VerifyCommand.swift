import ArgumentParser
import Files
import JSON
import Validation

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check packages before they are published.",
    discussion: """
      Checks layout, configuration, code, weights, tokenizer and card, loads the model and runs it, without Python. Exit code 0: \
      no error; 1: a finding that counts; 2: a directory that is missing or may not be read.
      """)

  @Argument(help: "Package directories.", completion: .directory)
  var directories: [String]

  @Option(help: "How to print the report.")
  var format: OutputFormat = .text

  @Flag(help: "Let warnings fail the gate.")
  var strict = false

  @Option(name: .customLong("ignore"), help: "A rule to leave out; may be repeated.")
  var ignored: [String] = []

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for id in ignored where RuleCatalogue.rule(id) == nil { throw ValidationError("There is no rule \(id).") }
  }

  func run() throws {
    var settings = VerifySettings()
    settings.ignored = Set(ignored)
    var status: Int32 = 0
    for directory in directories {
      do {
        let report = try Verifier.verify(root: directory, threads: common.threads, settings: settings)
        switch format {
        case .text: standardOutput.write(report.text(strict: strict, isColored: common.isColored))
        case .json: standardOutput.write(report.json(strict: strict).text(.line) + "\n")
        }
        if !report.passes(strict: strict) { status = max(status, CommandFailure.Status.refused.rawValue) }
      } catch let error as any LocatedError {
        standardError.write("pruning-pack: \(error)\n")
        status = max(status, CommandFailure.Status.failed.rawValue)
      }
    }
    if status != 0 { throw ExitCode(status) }
  }
}
