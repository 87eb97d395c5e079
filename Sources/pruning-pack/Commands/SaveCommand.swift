public import ArgumentParser
public import ModelDir
import PackCheckpoints
public import PackEncoders
import PackFiles
import PackValidation

struct SaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Build a complete package from a checkpoint.",
    discussion: """
      Builds the package in a temporary directory beside the output, verifies it, and renames it to the output in one step. \
      The sources are only read.
      """)

  @Option(help: "Directory of a *ForSequenceClassification checkpoint.", completion: .directory)
  var rankingModel: String?

  @Option(
    help: "Directory of a base encoder or of a *ForTokenClassification checkpoint.", completion: .directory)
  var encoderModel: String?

  @Option(
    help:
      "Directory in any layout of a pruning encoder that `inspect` recognises, or hf://OWNER/NAME@REVISION.",
    completion: .directory)
  var from: String?

  @Option(
    help: "Pruning head: a weight file, its directory, or a *ForTokenClassification checkpoint.",
    completion: .file())
  var pruningHead: String?

  @Option(
    name: .customLong("keep-label"),
    help:
      "Label of the *ForTokenClassification checkpoint that means `keep`; may be repeated (default: what its names say)."
  )
  var keepLabels: [String] = []

  @Option(help: "Output directory.", completion: .directory)
  var output: String

  @Option(help: "Model name in the card (default: name of the output directory).")
  var name: String?

  @Option(help: "Hub id of the base model.")
  var baseModel: String?

  @Option(help: "Hub id of the license, or `other`.")
  var license: String?

  @Option(help: "Name of the license, with `--license other`.")
  var licenseName: String?

  @Option(help: "File of the package (such as LICENSE) or URL with the license text, with `--license other`.")
  var licenseLink: String?

  @Option(name: .customLong("language"), help: "ISO 639 code of a language; may be repeated.")
  var languages: [String] = []

  @Option(name: .customLong("dataset"), help: "Hub id of a data set of the training; may be repeated.")
  var datasets: [String] = []

  @Option(
    help: "Model card to use as README.md; the sections between its marks are filled in.",
    completion: .file())
  var card: String?

  @Option(help: "Maximum tokens in a pair.")
  var maxLength: Int?

  @Option(help: "Keep tokens whose probability is above this (default: the source's threshold, else 0.5).")
  var threshold: Double?

  @Option(help: "Hidden state that the pruning head reads.")
  var hiddenStateSource: HiddenStateSource?

  @Option(help: "Whether the model was trained with token types.")
  var tokenTypeIds: TokenTypeUse?

  @Option(help: "Activation that turns a ranking logit into a score.")
  var activation: RankingActivation?

  @Option(help: "Data type of the stored weights.")
  var dtype: StoredDType?

  @Flag(help: "Replace an existing output, and keep what somebody wrote into its card.")
  var force = false

  @Flag(help: "Write the package without verifying it.")
  var noVerify = false

  @Option(
    help: """
      Outputs recorded from the model in memory, in the form of reference_outputs.json. The package is written only if it \
      reproduces them, and carries them.
      """, completion: .file())
  var reference: String?

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Write the report on the package to a file; may be repeated.", valueName: "format=file"),
    transform: ReportTarget.init(parsing:))
  var reports: [ReportTarget] = []

  @Option(
    help: """
      Python interpreter whose transformers runs source and package side by side; the package is written only if it gives \
      the same, and carries the source's outputs.
      """, completion: .file())
  var python: String?

  @Flag(help: "Run the package's code without a sandbox, with all rights of the user.")
  var unsandboxed = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard [rankingModel, encoderModel, from].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Give exactly one of --ranking-model, --encoder-model and --from.")
    }
    if rankingModel != nil && pruningHead == nil {
      throw ValidationError("--ranking-model needs --pruning-head.")
    }
    if reference != nil, noVerify || python != nil {
      throw ValidationError("--reference goes with neither --no-verify nor --python.")
    }
    if !reports.isEmpty, noVerify { throw ValidationError("--report does not go with --no-verify.") }
    if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold must be 0 to 1.") }
    if let license, license != "other", licenseName ?? licenseLink != nil {
      throw ValidationError("--license-name and --license-link need --license other.")
    }
    if licenseName?.isEmpty == true || licenseLink?.isEmpty == true {
      throw ValidationError("--license-name and --license-link must not be empty.")
    }
    if !noVerify {
      if let license, !CardWord.license.accepts(license) {
        let other = "; use `other` for a license without a Hub id"
        throw ValidationError(
          "--license: " + CardWord.license.message(unknown: license)
            + (CardWord.license.suggestion(for: license) == nil ? other : ""))
      }
      for language in languages where !CardWord.language.accepts(language) {
        throw ValidationError("--language: \(CardWord.language.message(unknown: language))")
      }
    }
    let described =
      [license, licenseName, licenseLink].contains { $0 != nil } || !(languages + datasets).isEmpty
    if card != nil, described {
      throw ValidationError(
        "--card has its own license, languages and data sets: leave out the options for them.")
    }
    if let dataset = datasets.first(where: isLocalPath) {
      throw ValidationError("--dataset must be a Hub id, not \(dataset).")
    }
    if let baseModel, isLocalPath(baseModel) { throw ValidationError("--base-model must be a Hub id.") }
  }

  func run() throws {
    let other = try from.map { try PackageArgument($0, common) }
    let source: PackageSource =
      rankingModel.map { .rankingModel($0) } ?? encoderModel.map { .encoderModel($0) }
      ?? .knownLayout(other?.directory ?? "")
    var options = SaveOptions(source: source, pruningHead: pruningHead, output: output)
    options.keepLabels = keepLabels
    options.name = name
    options.baseModel = baseModel
    options.license = license
    options.licenseName = licenseName
    options.licenseLink = licenseLink
    options.languages = languages
    options.datasets = datasets
    options.card = card
    options.maximumLength = maxLength
    options.threshold = threshold
    options.hiddenStateSource = hiddenStateSource
    options.usesTokenTypeIDs = tokenTypeIds.map { $0 == .used }
    options.activation = activation
    options.dtype = dtype?.dtype
    options.reference = try reference.map { try ReferenceOutputs(recordedBeforeSaving: $0) }
    options.replacesOutput = force
    var notes: [String] = []
    let replaced = LostSignature(of: output)
    let progress = BusyLine("packing", common)
    defer { progress.finish() }
    let report = try PackageSaver.save(options) { staged in
      guard try noVerify || verify(staged, progress) else { return false }
      if let python {
        progress.report("recording PyTorch's outputs")
        let source = try RunnableSource(options)
        if source == nil {
          notes.append("the outputs are the package's own: transformers does not run the source as it is")
        }
        let summary = try ReferenceRecorder.record(
          root: staged, name: output, python: python, source: source, isUnsandboxed: unsandboxed,
          threads: common.threads)
        notes.append("recorded \(summary)")
      }
      return true
    } describe: { staged in
      progress.report("running the card's example")
      return CardFacts(running: staged, threads: common.threads)
    }
    progress.finish()
    for note in notes { common.note(note) }
    for decision in report.decisions { common.note(decision.commandText) }
    common.note("wrote \(report.path)")
    replaced.note(output, common)
  }

  /// Verifies the staged package, and prints its report where there are findings.
  private func verify(_ staged: String, _ progress: BusyLine) throws -> Bool {
    progress.report("verifying")
    var report = try Verifier.verify(root: staged, threads: common.threads)
    // The user knows the output, not the staging directory.
    report.package = output
    let passes = report.passes(strict: false)
    let written = ReportOptions(toolVersion: toolVersion, workingDirectory: workingDirectory())
    for target in reports {
      try replaceFile(target.path, Array(target.format.render([.verified(report)], written).utf8))
    }
    if !passes || (!common.quiet && !report.findings.isEmpty) {
      progress.pause()
      standardError.write(report.text(strict: false, isColored: common.isColored(on: standardError)))
    }
    return passes
  }
}

/// Whether a model was trained with token types.
enum TokenTypeUse: String, ExpressibleByArgument, CaseIterable {
  case used, ignored
}

/// A type that weights can be stored in.
enum StoredDType: String, ExpressibleByArgument, CaseIterable {
  case float32, float16, bfloat16

  var dtype: DType {
    switch self {
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    }
  }
}

extension HiddenStateSource: ExpressibleByArgument {}
extension RankingActivation: ExpressibleByArgument {}
