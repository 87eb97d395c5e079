public import ArgumentParser
import PackFiles
import PackHub
import PackValidation

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check packages before they are published.",
    discussion: """
      Checks layout, configuration, code, weights, tokenizer and card, then loads the model and runs it, without Python. \
      Exit code 0: no errors. 1: errors (with --strict also warnings). 2: a directory cannot be read.
      """)

  @Argument(help: "Package directories, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var directories: [String]

  @Option(help: "Report format on standard output.")
  var format: ReportFormat = .text

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp("Also write the report to a file; may be repeated.", valueName: "format=file"),
    transform: ReportTarget.init(parsing:))
  var reports: [ReportTarget] = []

  @Flag(help: "Apply the fixes that are unambiguous, show the changes, and verify again.")
  var fix = false

  @Flag(help: "With --fix: show the changes, but write nothing.")
  var dryRun = false

  @Option(
    help:
      "Python interpreter whose transformers also loads and runs the package, unless its code has errors.",
    completion: .file())
  var python: String?

  @Flag(help: "Run the package's code without a sandbox, with all rights of the user.")
  var unsandboxed = false

  @Option(
    name: .customLong("eval"),
    help: "Labelled set to measure on, a file of JSON lines as `eval` reads it, or -; needs --min.",
    completion: .file())
  var evaluated: String?

  @Option(
    name: .customLong("min"),
    help: ArgumentHelp(
      "With --eval: the least that a figure may be, such as f2=0.7 or compression=50; may be repeated.",
      valueName: "metric=value"),
    transform: FigureBound.init(parsing:))
  var bounds: [FigureBound] = []

  @Option(help: "How much of the built-in battery to run: standard, at most 1,500 tokens, or full.")
  var battery: BatteryExtent = .standard

  @Flag(help: .hidden)
  var timings = false

  @OptionGroup var gate: GateOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if dryRun && !fix { throw ValidationError("--dry-run needs --fix.") }
    if evaluated == nil, !bounds.isEmpty { throw ValidationError("--min needs --eval.") }
    if evaluated != nil, bounds.isEmpty { throw ValidationError("--eval needs --min.") }
    if fix, let package = directories.first(where: HubReference.isMeant) {
      throw ValidationError("--fix needs a directory: \(package) is on the Hub.")
    }
    if let package = directories.first(where: { HubReference.isMeant(by: $0) && HubReference($0) == nil }) {
      throw ValidationError(PackageArgument.malformed(package))
    }
    var paths: Set<String> = []
    for report in reports where !paths.insert(report.path).inserted {
      throw ValidationError("Two reports cannot be written to the same file: \(report.path).")
    }
  }

  func run() throws {
    let file = try gate.settingsFile(for: directories)
    let set = try evaluated.map { try GateSet($0) }
    var options = ReportOptions(toolVersion: toolVersion, workingDirectory: workingDirectory())
    options.isColored = common.isColored && format == .text
    options.width = terminalWidth() ?? ReportOptions.standardWidth
    let isOnPage = format == .html || reports.contains { $0.format == .html }
    let hasDigests = format.hasDigests || reports.contains { $0.format.hasDigests }
    if isOnPage {
      options.date = try ReportDate.text()
      options.command = ["pruning-pack"] + CommandLine.arguments.dropFirst()
    }
    var results: [VerifyResult] = []
    var status: Int32 = 0
    for directory in directories {
      var settings = try gate.settings(for: directory, file: file)
      settings.python = python
      settings.isUnsandboxed = unsandboxed
      settings.usesFullBattery = battery == .full
      settings.evaluation = set.map {
        EvaluationGate(path: $0.path, name: $0.name, bounds: bounds.map(\.bound))
      }
      if fix { PackageFixer.clearUp(directory) }
      var result = verify(directory, settings: settings, hasDigest: hasDigests)
      if fix, let report = result.report {
        do {
          result = .verified(try repaired(report))
        } catch let error as any LocatedError {
          // The report is still right: the package has not changed.
          let failure = CommandFailure(error)
          standardError.complain(failure.message)
          status = max(status, failure.status)
        }
      }
      switch result {
      case .verified(var report):
        if hasDigests && fix {
          report.addDigest(threads: common.threads)
          result = .verified(report)
        }
        if timings { standardError.write(report.timingTable) }
        if !report.passes(strict: report.settings.isStrict) {
          status = max(status, CommandFailure.Status.refused.rawValue)
        }
      case .failed(_, let error):
        standardError.complain(CommandFailure.message(error))
        status = max(status, CommandFailure.Status.failed.rawValue)
      }
      // A package that could not be read was reported on standard error already.
      if format.isStream && !(format == .text && result.report == nil) {
        if format == .text && results.contains(where: { $0.report != nil }) { standardOutput.write("\n") }
        standardOutput.write(format.render([result], options))
      }
      results.append(result)
    }
    if !format.isStream { standardOutput.write(format.render(results, options)) }
    // Files are read elsewhere.
    options.isColored = false
    options.width = ReportOptions.standardWidth
    for report in reports {
      try replaceFile(report.path, Array(report.format.render(results, options).utf8))
    }
    if status != 0 { throw ExitCode(status) }
  }

  private func verify(_ directory: String, settings: VerifySettings, hasDigest: Bool) -> VerifyResult {
    let progress = BusyLine("verifying", common)
    defer { progress.finish() }
    do {
      let package = try PackageArgument(directory, common)
      var report = try Verifier.verify(root: package.directory, threads: common.threads, settings: settings)
      // Before a name that is no path.
      if hasDigest && !fix { report.addDigest(threads: common.threads) }
      report.package = package.shown
      return .verified(report)
    } catch let error as any LocatedError {
      return .failed(package: directory, error: error)
    } catch {
      return .failed(
        package: directory, error: FileError(.inputOutput, path: directory, problem: "\(error)"))
    }
  }

  /// Fixes a package, and returns the report on the result.
  private func repaired(_ report: VerifyReport) throws -> VerifyReport {
    let progress = BusyLine("fixing", common)
    defer { progress.finish() }
    let fixed = try PackageFixer.prepare(report, threads: common.threads)
    progress.finish()
    guard let prepared = fixed else {
      common.note("\(report.package): nothing to fix")
      return report
    }
    // Programs read the report on standard output; nothing else may be there.
    (format == .text ? standardOutput : standardError).write(prepared.diff + "\n")
    if dryRun {
      common.note("\(report.package): nothing was written; the report describes the package as it is")
      return report
    }
    if let leftover = try prepared.apply() {
      common.note("\(report.package): could not be removed: \(leftover)")
    }
    LostSignature(of: report.package).note(report.package, common)
    for change in prepared.summary { common.note("\(report.package): fixed \(change)") }
    return prepared.after
  }
}

/// `--report FORMAT=FILE`
struct ReportTarget {
  let format: ReportFormat
  let path: String

  init(parsing argument: String) throws {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty else {
      throw ValidationError("Give FORMAT=FILE, such as html=report.html.")
    }
    let name = String(parts[0])
    guard let format = ReportFormat(rawValue: name) else {
      let names = ReportFormat.allCases.map(\.rawValue)
      throw ValidationError(
        "Unknown format '\(name)'." + hint(name, among: names) + " Known: \(names.joined(separator: ", ")).")
    }
    self.format = format
    path = String(parts[1])
  }
}

extension ReportFormat: ExpressibleByArgument {}
