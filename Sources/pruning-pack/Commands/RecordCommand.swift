import ArgumentParser
import PackValidation

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record what PyTorch computes for a package.",
    discussion: """
      Loads the package with an interpreter's transformers, in float32, and writes ids and logits into its \
      reference_outputs.json: from then on `verify` compares with PyTorch without Python. Nothing is written when the code is \
      not fit to be run, or when the numbers are not those of this tool.
      """)

  @Argument(help: "A package.", completion: .directory)
  var directory: String

  @Option(help: "An interpreter with torch and transformers.", completion: .file())
  var python = "python3"

  @Option(
    help: """
      A file of JSON lines, {"query": ..., "document": ...}, to record instead of the built-in pairs; - for standard input.
      """)
  var input: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let summary = try ReferenceRecorder.record(
      root: directory, name: directory, python: python, pairs: try input.map { try PairInput.read($0) },
      threads: common.threads)
    common.note("recorded \(summary)")
  }
}
