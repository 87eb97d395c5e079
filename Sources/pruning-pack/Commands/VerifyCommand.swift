public import ArgumentParser
import PackFiles
import PackValidation

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
  var format: ReportFormat = .text

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("Write the report to a file as well; may be repeated.", valueName: "format=file"))
  var reports: [ReportTarget] = []

  @Flag(help: "Repair what has one right repair, show what changes, and verify again.")
  var fix = false

  @Flag(help: "With --fix: show what would change, and write nothing.")
  var dryRun = false

  @Option(
    help:
      "Also load and run the package with this interpreter's transformers, once its code has been judged.",
    completion: .file())
  var python: String?

  @Flag(help: .hidden)
  var timings = false

  @OptionGroup var gate: GateOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if dryRun && !fix { throw ValidationError("--dry-run goes with --fix.") }
    var paths: Set<String> = []
    for report in reports where !paths.insert(report.path).inserted {
      throw ValidationError("Two reports in one file: \(report.path)")
    }
  }

  func run() throws {
    let file = try gate.settingsFile(for: directories)
    var options = ReportOptions(toolVersion: toolVersion, workingDirectory: workingDirectory())
    options.isColored = common.isColored && format == .text
    var results: [VerifyResult] = []
    var status: Int32 = 0
    for directory in directories {
      var settings = gate.settings(for: directory, file: file)
      settings.python = python
      if fix { PackageFixer.clearUp(directory) }
      var result = verify(directory, settings: settings)
      if fix, let report = result.report {
        do {
          result = .verified(try repaired(report))
        } catch let error as any LocatedError {
          // The report stands: it is on a package that has stayed as it was.
          let failure = CommandFailure(error)
          standardError.complain(failure.message)
          status = max(status, failure.status)
        }
      }
      switch result {
      case .verified(let report):
        if timings { standardError.write(report.timingTable) }
        if !report.passes(strict: report.settings.isStrict) {
          status = max(status, CommandFailure.Status.refused.rawValue)
        }
      case .failed(_, let error):
        standardError.complain("\(error)")
        status = max(status, CommandFailure.Status.failed.rawValue)
      }
      // What could not be read has been said on standard error, where a person looks for it.
      if format.isStream && !(format == .text && result.report == nil) {
        if format == .text && results.contains(where: { $0.report != nil }) { standardOutput.write("\n") }
        standardOutput.write(format.render([result], options))
      }
      results.append(result)
    }
    if !format.isStream { standardOutput.write(format.render(results, options)) }
    options.isColored = false
    for report in reports {
      try replaceFile(report.path, Array(report.format.render(results, options).utf8))
    }
    if status != 0 { throw ExitCode(status) }
  }

  private func verify(_ directory: String, settings: VerifySettings) -> VerifyResult {
    do {
      return .verified(
        try Verifier.verify(root: directory, threads: common.threads, settings: settings))
    } catch let error as any LocatedError {
      return .failed(package: directory, error: error)
    } catch {
      return .failed(
        package: directory, error: FileError(.inputOutput, path: directory, problem: "\(error)"))
    }
  }

  /// Repairs a package, and gives the report on what it is then.
  private func repaired(_ report: VerifyReport) throws -> VerifyReport {
    guard let prepared = try PackageFixer.prepare(report, threads: common.threads) else {
      common.note("\(report.package): nothing to repair")
      return report
    }
    // Programs that read the report find nothing else on standard output.
    (format == .text ? standardOutput : standardError).write(prepared.diff)
    if dryRun {
      common.note("\(report.package): nothing was written; the report is on what is there")
      return report
    }
    if let leftover = try prepared.apply() {
      common.note("\(report.package): could not be removed: \(leftover)")
    }
    for change in prepared.summary { common.note("\(report.package): repaired \(change)") }
    return prepared.after
  }
}

/// `--report FORMAT=FILE`
struct ReportTarget: ExpressibleByArgument {
  let format: ReportFormat
  let path: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let format = ReportFormat(rawValue: String(parts[0])), !parts[1].isEmpty else {
      return nil
    }
    self.format = format
    path = String(parts[1])
  }
}

extension ReportFormat: ExpressibleByArgument {}
