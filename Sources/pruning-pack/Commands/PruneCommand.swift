import ArgumentParser
import ModelDir
import PackFiles
import Pruning

struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove the sentences of passages that do not help to answer a query.")

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var directory: String

  @OptionGroup var input: PruneInput

  @OptionGroup var sentences: SentenceOptions

  @Flag(help: "Give the start and the end of each kept sentence in its document, in Unicode scalars.")
  var spans = false

  @Flag(help: "Count spans in UTF-8 bytes instead of Unicode scalars.")
  var byteOffsets = false

  @OptionGroup var records: RecordOptions

  @Option(
    help: "Output format: the kept text (on a terminal, all of it with marks), JSON lines, or an HTML page.")
  var format: PruneFormat = .text

  @OptionGroup var computation: PrecisionOption

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if spans, format != .json { throw ValidationError("--spans needs --format json.") }
    if byteOffsets, !spans { throw ValidationError("--byte-offsets needs --spans.") }
    try records.check(hasInput: input.input != nil, isJSON: format == .json)
  }

  func run() throws {
    let package = try PackageArgument(directory, common)
    let model = try PruningEncoder(
      directory: package.directory, threads: common.threads,
      precision: computation.precision)
    let printer = printer(package, threshold: sentences.threshold ?? model.config.threshold)
    var progress = ProgressLine(common)
    var count = 0
    var share: Double?
    var options = sentences.options
    options.givesTokens = format == .html
    var stream = PruningStream(model, options: options) { done, all in
      progress.show(count, "passages", detail: ", pass \(done) of \(all)", share: share)
    }
    var waiting: [InputRecord] = []
    var failures = RecordFailures(records)
    func open() {
      if count == 0 { standardOutput.write(printer.opening) }
      count += 1
    }
    func fail(_ record: InputRecord, _ error: any Error) throws {
      let text = try failures.text(record, error)
      open()
      standardOutput.write(text)
    }
    func answer(_ answer: PruningStream.Answer) throws {
      let record = waiting.isEmpty ? InputRecord() : waiting.removeFirst()
      switch answer.passages {
      case .success(let passages):
        for (request, passage) in zip(answer.requests, passages) {
          open()
          printer.write(record, request, passage) { standardOutput.write($0) }
        }
      case .failure(let error): try fail(record, error)
      }
    }
    // What was read before a failure is in order, and is written; its own failure would be the earlier one.
    var failure: (any Error)?
    do {
      if let path = input.input {
        try RecordInput(path, known: PruneInput.fields).forEach(parse: PruningRequest.requests) {
          record, requests, read in
          share = read
          waiting.append(record)
          try stream.add(query: requests, answer)
        } whenWaiting: {
          try stream.answerWaiting(answer)
        } whenBad: { record, error in
          try stream.answerWaiting(answer)
          try fail(record, error)
        }
      } else {
        let given = try input.given()
        for requests in sentences.across ? [given] : given.map({ [$0] }) {
          try stream.add(query: requests, answer)
        }
      }
    } catch { failure = error }
    do { try stream.answerWaiting(answer) } catch { failure = error }
    progress.clear()
    if count == 0, failure == nil { standardOutput.write(printer.opening) }
    if count > 0 || failure == nil { standardOutput.write(printer.closing) }
    if let failure { throw failure }
    try failures.end()
  }

  private func printer(_ package: PackageArgument, threshold: Double) -> any PassagePrinter {
    switch format {
    case .json: JSONPrinter(spans: spans ? byteOffsets ? .bytes : .scalars : nil)
    case .html: PagePrinter(model: lastPathComponent(package.shown), rule: sentences.rule(threshold))
    case .text:
      if standardOutput.isTerminal { TerminalPrinter(isColored: common.isColored) } else { PlainPrinter() }
    }
  }
}
