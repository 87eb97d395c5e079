import ArgumentParser
import ModelDir
import PackFiles
import PackHub
import PackJSON
import PackSigning
import PackValidation

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Verify a package, publish it on the Hub, and compare what is there with it.",
    discussion: """
      Sends a private copy of what was verified in one commit, by the Hub's official client, then reads the repository again \
      and compares every digest. The token comes from `hf auth login` or HF_TOKEN. \
      Exit code 0: published and equal. 1: refused; nothing was sent. 2: it could not be done. 3: sent, and what is on the \
      Hub differs.
      """)

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var directory: String

  @Argument(help: "Repository on the Hub, OWNER/NAME; it is created if it does not exist.")
  var repository: String

  @Option(help: "Branch; it is created if it does not exist.")
  var revision = "main"

  @Flag(help: "Open a pull request instead of changing the branch.")
  var createPr = false

  @Flag(name: .customLong("private"), help: "Create the repository as a private one.")
  var isPrivate = false

  @Flag(help: "Delete files of the repository that the package does not have, in the same commit.")
  var mirror = false

  @Option(help: "Message of the commit.")
  var message = "Publish with pruning-pack \(toolVersion)"

  @Flag(help: "Replace the repository's card, even if it has text of its own.")
  var replaceCard = false

  @Flag(help: "Publish, even if the license forbids modified versions: its authors have agreed.")
  var licenseChecked = false

  @Option(help: "Sign what is published with this private key (PEM), after all changes.", completion: .file())
  var signKey: String?

  @Flag(help: "List what would change, but send nothing.")
  var dryRun = false

  @Option(
    help:
      "Python interpreter that has huggingface_hub, or the program hf (default: that of pruning-pack, else of hf).",
    completion: .file())
  var hf: String?

  @Option(help: "Write the receipt, JSON, to a file.", completion: .file())
  var receipt: String?

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Write the report on the package to a file; may be repeated.", valueName: "format=file"),
    transform: ReportTarget.init(parsing:))
  var reports: [ReportTarget] = []

  @Option(help: "Output format; json prints the receipt.")
  var format: OutputFormat = .text

  @OptionGroup var gate: GateOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard RepositoryName(repository) != nil else {
      throw ValidationError("The repository must be OWNER/NAME; found \(repository).")
    }
    if createPr, revision != "main" {
      throw ValidationError("--create-pr goes with the main branch only: leave out --revision.")
    }
    if message.isEmpty || revision.isEmpty {
      throw ValidationError("--message and --revision must not be empty.")
    }
  }

  func run() throws {
    guard let name = RepositoryName(repository) else { return }
    // Before anything else: it may ask for a passphrase, on a line of its own, and takes one out of the environment.
    let signer = try signKey.map { try ModelSigner(key: $0, certificates: []) }
    let progress = BusyLine("preparing", common)
    defer {
      progress.finish()
      InterruptCleanup.shared.setLastWords(nil)
    }
    let file = try gate.settingsFile(for: [directory])
    let client = HubClient(
      interpreter: try HubInterpreter.find(named: hf, besides: commandPath()))
    let package = try PackageArgument(directory, common, client: client)
    var options = PublishOptions(repository: name, message: message)
    options.branch = revision
    options.opensPullRequest = createPr
    options.isPrivate = isPrivate
    options.deletesOthers = mirror
    options.replacesCard = replaceCard
    options.isLicenseChecked = licenseChecked
    options.isDryRun = dryRun
    let sign = signer.map { signer in
      { (staged: String, known: [[UInt8]]) throws -> [UInt8] in
        progress.report("signing")
        return try signer.signature(of: staged, name: name.name, known: known, threads: common.threads)
      }
    }
    let publisher = Publisher(
      root: package.directory, options: options, client: client, threads: common.threads, sign: sign
    ) { staged in
      progress.report("verifying")
      let isUnsigned = signer != nil && staged == package.directory
      try verify(staged, shown: package.shown, file, progress, isUnsigned: isUnsigned, signer?.verifyingKey)
    } whenTold: { stage in
      progress.report(stage.activity)
      InterruptCleanup.shared.setLastWords("pruning-pack: interrupted: \(stage.ending)")
    }
    let result: Receipt
    do {
      result = try publisher.run()
    } catch let refusal as PublishRefusal {
      throw CommandFailure(refusal.message(name), .refused)
    }
    progress.finish()
    let json = result.json(version: toolVersion)
    standardOutput.write(format == .json ? json.text(.line) + "\n" : result.text)
    if let receipt { try replaceFile(receipt, Array(json.text(.file).utf8)) }
    if result.verdict == .differs {
      standardError.complain(result.complaint)
      throw ExitCode(CommandFailure.Status.differs.rawValue)
    }
  }

  /// Verifies what is to be published, and prints the report where it is refused, or has something to say.
  private func verify(
    _ staged: String, shown: String, _ file: SettingsFile?, _ progress: BusyLine, isUnsigned: Bool,
    _ key: VerifyingKey?
  ) throws {
    var settings = try gate.settings(for: staged, file: file)
    if isUnsigned {
      // A signature that was there before is replaced; the new one is judged with what is sent.
      settings.signer = nil
      for rule in ["INT001", "INT002"] { settings.set(rule, to: .off, origin: "--sign-key") }
    } else if let key, settings.signer == nil {
      settings.signer = PinnedSigner(.key(key), origin: "--sign-key")
    }
    var report = try Verifier.verify(root: staged, threads: common.threads, settings: settings)
    report.package = shown
    let isStrict = report.settings.isStrict
    let written = ReportOptions(toolVersion: toolVersion, workingDirectory: workingDirectory())
    for target in reports {
      try replaceFile(target.path, Array(target.format.render([.verified(report)], written).utf8))
    }
    guard !report.passes(strict: isStrict) else { return }
    progress.pause()
    standardError.write(report.text(strict: isStrict, isColored: common.isColored(on: standardError)))
    throw CommandFailure("\(shown): the package has errors and was not published", .refused)
  }
}
