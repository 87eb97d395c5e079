public import ArgumentParser
public import ModelDir
import PackCheckpoints
public import PackEncoders
import PackFiles
import PackValidation

struct SaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Write a complete package.",
    discussion: """
      Builds the package beside the output, verifies it there, and puts it in place whole. The sources are only read.
      """)

  @Option(help: "A directory with a *ForSequenceClassification save.", completion: .directory)
  var rankingModel: String?

  @Option(
    help: "A directory with a base-encoder save, or a *ForTokenClassification save.", completion: .directory)
  var encoderModel: String?

  @Option(
    help: "A directory in any layout that pruning encoders have been saved in (see `inspect`).",
    completion: .directory)
  var from: String?

  @Option(
    help: "The head: a file of weights, a directory with one, or a *ForTokenClassification save.",
    completion: .file())
  var pruningHead: String?

  @Option(help: "Where the package is to appear.", completion: .directory)
  var output: String

  @Option(help: "The model's name in its card (default: the output's name).")
  var name: String?

  @Option(help: "Hub id of the model that this one was trained from.")
  var baseModel: String?

  @Option(help: "The Hub's id of the licence; `other` for one that it does not know.")
  var license: String?

  @Option(help: "The name of a licence that the Hub does not know.")
  var licenseName: String?

  @Option(help: "Where that licence can be read: a file of the package, such as LICENSE, or an address.")
  var licenseLink: String?

  @Option(name: .customLong("language"), help: "An ISO 639 code; may be repeated.")
  var languages: [String] = []

  @Option(name: .customLong("dataset"), help: "Hub id of what the model was trained on; may be repeated.")
  var datasets: [String] = []

  @Option(help: "A model card to be README.md as it is, instead of a generated one.", completion: .file())
  var card: String?

  @Option(help: "Most tokens of a pair.")
  var maxLength: Int?

  @Option(help: "Keep what is more probable than this (default: the source's own, else 0.5).")
  var threshold: Double?

  @Option(help: "What the head was trained on.")
  var hiddenStateSource: HiddenStateSource?

  @Option(help: "Whether the model was trained with token types.")
  var tokenTypeIds: TokenTypeUse?

  @Option(help: "How a ranking logit becomes a score.")
  var activation: RankingActivation?

  @Option(help: "Store the weights in this type.")
  var dtype: StoredDType?

  @Flag(help: "Replace an existing output.")
  var force = false

  @Flag(help: "Put the package in place without verifying it.")
  var noVerify = false

  @Option(
    help: """
      Outputs recorded from the model in memory, in the form of reference_outputs.json: the package carries them, and is put in \
      place only if it gives them.
      """, completion: .file())
  var reference: String?

  @Option(
    name: .customLong("report"),
    help: ArgumentHelp(
      "Write the report on the package to a file; may be repeated.", valueName: "format=file"))
  var reports: [ReportTarget] = []

  @Option(
    help: "Record in the package what this interpreter's transformers computes for it.", completion: .file())
  var python: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard [rankingModel, encoderModel, from].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("Give either --ranking-model, --encoder-model or --from.")
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
      throw ValidationError("--license-name and --license-link belong to --license other.")
    }
    if licenseName?.isEmpty == true || licenseLink?.isEmpty == true {
      throw ValidationError("--license-name and --license-link must not be empty.")
    }
    let described =
      [license, licenseName, licenseLink].contains { $0 != nil } || !(languages + datasets).isEmpty
    if card != nil, described {
      throw ValidationError(
        "--card names licence, languages and data sets itself: leave the options for them out.")
    }
    if let dataset = datasets.first(where: isLocalPath) {
      throw ValidationError("--dataset must be a Hub id, not \(dataset).")
    }
    if let baseModel, isLocalPath(baseModel) { throw ValidationError("--base-model must be a Hub id.") }
  }

  func run() throws {
    let source: PackageSource =
      rankingModel.map { .rankingModel($0) } ?? encoderModel.map { .encoderModel($0) }
      ?? .knownLayout(from ?? "")
    var options = SaveOptions(source: source, pruningHead: pruningHead, output: output)
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
    let report = try PackageSaver.save(options) { staged in
      guard try noVerify || verify(staged) else { return false }
      if let python {
        let summary = try ReferenceRecorder.record(
          root: staged, name: output, python: python, threads: common.threads)
        common.note("recorded \(summary)")
      }
      return true
    }
    for decision in report.decisions { common.note(decision.commandText) }
    common.note("wrote \(report.path)")
  }

  /// Verifies the staged package, and prints what is wrong with it.
  private func verify(_ staged: String) throws -> Bool {
    var report = try Verifier.verify(root: staged, threads: common.threads)
    // What the user knows is where the package was to go.
    report.package = output
    let passes = report.passes(strict: false)
    let written = ReportOptions(toolVersion: toolVersion, workingDirectory: workingDirectory())
    for target in reports {
      try replaceFile(target.path, Array(target.format.render([.verified(report)], written).utf8))
    }
    if !passes || (!common.quiet && !report.findings.isEmpty) {
      standardError.write(report.text(strict: false, isColored: false))
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
