import ArgumentParser
import Files
import Pruning

struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Take out of passages, sentence by sentence, what does not answer a query.")

  @Argument(help: "A package.", completion: .directory)
  var directory: String

  @OptionGroup var input: PruneInput

  @Option(help: "Keep a sentence whose probability is above this (default: the package's own).")
  var threshold: Double?

  @Option(
    help: "How to print: the kept text (on a terminal the whole, coloured), JSON lines, or one HTML page.")
  var format: PruneFormat = .text

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold must be 0 to 1.") }
  }

  func run() throws {
    let model = try PruningEncoder(directory: directory, threads: common.threads)
    let printer = printer
    var stream = PruningStream(model, options: PruningOptions(threshold: threshold))
    var progress = ProgressLine(common)
    var count = 0
    standardOutput.write(printer.opening)
    do {
      defer { progress.clear() }
      try input.forEach { request, share in
        try stream.add(request) { request, passage in
          standardOutput.write(printer.text(request, passage))
          count += 1
          progress.show(count, "passages", share: share)
        }
      }
      try stream.finish { standardOutput.write(printer.text($0.request, $0.passage)) }
    }
    standardOutput.write(printer.closing)
  }

  private var printer: any PassagePrinter {
    switch format {
    case .json: JSONPrinter()
    case .html: PagePrinter(model: lastPathComponent(directory))
    case .text: if common.isColored { TerminalPrinter() } else { PlainPrinter() }
    }
  }
}
