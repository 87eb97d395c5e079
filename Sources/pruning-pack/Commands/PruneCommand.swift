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

  @Option(help: "Keep sentences whose probability is above this (default: the package's threshold).")
  var threshold: Double?

  @Option(
    help: "Output format: the kept text (on a terminal, all of it with marks), JSON lines, or an HTML page.")
  var format: PruneFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold must be 0 to 1.") }
  }

  func run() throws {
    let package = try PackageArgument(directory, common)
    let model = try PruningEncoder(directory: package.directory, threads: common.threads)
    let printer = printer(package, threshold: threshold ?? model.config.threshold)
    var progress = ProgressLine(common)
    var count = 0
    var share: Double?
    var stream = PruningStream(model, options: PruningOptions(threshold: threshold)) { done, all in
      progress.show(count, "passages", detail: ", pass \(done) of \(all)", share: share)
    }
    func write(_ outcome: PruningStream.Outcome) {
      if count == 0 { standardOutput.write(printer.opening) }
      standardOutput.write(printer.text(outcome.request, outcome.passage))
      count += 1
    }
    // What was read before a failure is in order, and is written; its own failure would be the earlier one.
    var failure: (any Error)?
    do {
      try input.forEach { request, read in
        share = read
        try stream.add(request, write)
      } whenWaiting: {
        try stream.finish(write)
      }
    } catch { failure = error }
    do { try stream.finish(write) } catch { failure = error }
    progress.clear()
    if count == 0, failure == nil { standardOutput.write(printer.opening) }
    if count > 0 || failure == nil { standardOutput.write(printer.closing) }
    if let failure { throw failure }
  }

  private func printer(_ package: PackageArgument, threshold: Double) -> any PassagePrinter {
    switch format {
    case .json: JSONPrinter()
    case .html: PagePrinter(model: lastPathComponent(package.shown), threshold: threshold)
    case .text:
      if standardOutput.isTerminal { TerminalPrinter(isColored: common.isColored) } else { PlainPrinter() }
    }
  }
}
