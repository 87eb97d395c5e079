import ArgumentParser
import ModelDir
import PackEncoders
import PackEvaluation
import PackFiles
import PackHub
import PackJSON
import Pruning

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Measure a package on a labelled set.",
    discussion: """
      Reads JSON lines, {"query": ..., "document": ..., "spans": [[start, end], ...]}: what of the document answers, in Unicode \
      scalars. In place of spans, "sentences": [0, 3] names sentences (of a document that may be a list of them), and \
      "relevant": true says that the passage answers, but not where.
      """)

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var directory: String

  @Option(help: "File of JSON lines; - for standard input.", completion: .file())
  var input: String

  @Option(
    help: ArgumentHelp(
      "Thresholds to measure at, separated by commas (default: 0.05 to 0.95, and the package's own).",
      valueName: "threshold,..."),
    transform: Thresholds.init(parsing:))
  var thresholds = Thresholds(values: EvaluationOptions.standardThresholds)

  @Option(help: "Recommend the highest threshold that has this recall.")
  var recall = 0.9

  @Flag(help: "Write the figures at the package's threshold into the card's model-index.")
  var writeCard = false

  @Option(help: "What the card calls the set: an id on the Hub, or a name (default: the file's).")
  var dataset: String?

  @Option(help: "Output format: a table, one JSON object, or an HTML page.")
  var format: EvaluateFormat = .text

  @Option(
    help: ArgumentHelp(
      "What products are computed in, float32 or int8; of two, what the first changes beside the second is said.",
      valueName: "precision,..."),
    transform: Precisions.init(parsing:))
  var precision = Precisions(measured: .float32, other: nil)

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard (0...1).contains(recall) else { throw ValidationError("--recall must be 0 to 1.") }
    if dataset != nil, !writeCard { throw ValidationError("--dataset needs --write-card.") }
    if dataset?.isEmpty == true { throw ValidationError("--dataset must not be empty.") }
    if writeCard {
      if precision.measured != .float32 || precision.other != nil {
        throw ValidationError(
          "--write-card needs --precision float32: a card has the figures of the model itself.")
      }
      if HubReference.isMeant(by: directory) {
        throw ValidationError("--write-card needs a directory: \(directory) is on the Hub.")
      }
      if input == "-", dataset == nil {
        throw ValidationError("--write-card with standard input needs --dataset.")
      }
    }
  }

  func run() throws {
    let package = try PackageArgument(directory, common)
    let name = lastPathComponent(resolvedPath(package.shown) ?? package.shown)
    let card =
      writeCard ? EvaluatedCard(directory, modelName: name, dataset: dataset ?? Self.stem(input)) : nil
    try card?.check()
    let reader = try LineReader(input)
    let model = try PruningEncoder(
      directory: package.directory, threads: common.threads, precision: precision.measured)
    let other = try precision.other.map {
      (
        precision: $0,
        model: try PruningEncoder(directory: package.directory, threads: common.threads, precision: $0)
      )
    }
    let result = try measure(model, reader, beside: other)
    let report = EvaluationReport(result: result, package: package.shown, model: name, input: reader.name)
    if let warning = report.warning { common.note("warning: " + warning) }
    switch format {
    case .text: standardOutput.write(report.text)
    case .json:
      standardOutput.write(result.json(package: package.shown, input: reader.name).text(.line) + "\n")
    case .html: standardOutput.write(report.page)
    }
    try card?.write(result, task: model.config.mode.pipelineTag, common)
  }

  private func measure(
    _ model: PruningEncoder, _ reader: LineReader,
    beside other: (precision: Precision, model: PruningEncoder)?
  ) throws -> EvaluationResult {
    var progress = ProgressLine(common)
    defer { progress.clear() }
    var count = 0
    var share: Double?
    var options = EvaluationOptions(thresholds: thresholds.values, wantedRecall: recall)
    options.givesTokens = format == .html
    var evaluation = Evaluation(model, name: reader.name, options: options, threads: common.threads) {
      done, all in
      progress.show(count, "passages", detail: ", pass \(done) of \(all)", share: share)
    }
    var second = other.map {
      Evaluation($0.model, name: reader.name, options: options, threads: common.threads)
    }
    while let line = try LabelledSet.next(reader, name: reader.name) {
      share = reader.share
      try evaluation.add(line.passage)
      try second?.add(line.passage)
      count = evaluation.count
    }
    var result = try evaluation.finish()
    if let other, var second {
      let reference = try second.finish()
      result.comparison = (other.precision, evaluation.compared(result, to: (second, reference)))
    }
    return result
  }

  /// `dev` of `data/dev.jsonl`.
  private static func stem(_ path: String) -> String {
    let name = lastPathComponent(path)
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
    return String(name[..<point])
  }
}

/// How `eval` prints.
enum EvaluateFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, html
}

/// `--thresholds 0.1,0.5`
struct Thresholds {
  let values: [Double]

  init(values: [Double]) { self.values = values }

  init(parsing argument: String) throws {
    values = try argument.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let value = Double(text), (0...1).contains(value) else {
        throw ValidationError("A threshold is a number from 0 to 1; found '\(text)'.")
      }
      return value
    }
  }
}
