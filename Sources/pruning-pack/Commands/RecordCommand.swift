import ArgumentParser
import PackValidation

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record PyTorch's outputs for a package.",
    discussion: """
      Loads the package in float32 with the transformers of a Python interpreter, and writes token ids and logits to \
      reference_outputs.json. `verify` then compares with PyTorch without Python. Nothing is written if a rule on code finds \
      an error, or if the outputs of PyTorch and of pruning-pack differ.
      """)

  @Argument(help: "Package directory.", completion: .directory)
  var directory: String

  @Option(help: "Python interpreter with torch and transformers.", completion: .file())
  var python = "python3"

  @Option(
    help: """
      File of JSON lines, {"query": ..., "document": ...}, to record instead of the built-in pairs; - for standard input.
      """)
  var input: String?

  @Flag(help: "Run the package's code without a sandbox, with all rights of the user.")
  var unsandboxed = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let progress = BusyLine("recording PyTorch's outputs", common)
    defer { progress.finish() }
    let summary = try ReferenceRecorder.record(
      root: directory, name: directory, python: python, pairs: try input.map { try PairInput.read($0) },
      isUnsandboxed: unsandboxed, threads: common.threads)
    progress.finish()
    common.note("recorded \(summary)")
    LostSignature(of: directory).note(directory, common)
  }
}
