public import ArgumentParser
import ModelDir
import PackFiles
public import PackONNX

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export a package for other runtimes: its ranking model alone, or all of it as ONNX.",
    discussion: """
      By default the ranking model is written as a plain checkpoint: transformers and CrossEncoder load it without the \
      package's code, and `save --ranking-model`, with the package's pruning head, builds the same package from it again. \
      With `--format onnx` the whole package is one graph with two outputs, logits and pruning_logits, laid out as \
      CrossEncoder(backend="onnx"), fastembed and transformers.js expect it.
      """)

  @Argument(help: "Package, or directory in any layout that `save --from` reads.", completion: .directory)
  var directory: String

  @Option(help: "Output directory.", completion: .directory)
  var output: String

  @Option(help: "What to write: a checkpoint of the ranking model, or the package as a graph of ONNX.")
  var format: ExportFormat = .transformers

  @Option(
    help: "Matrices of the graph: float32, or int8, multiplied in whole numbers; only with `--format onnx`.")
  var precision: ONNXPrecision = .float32

  /// For tests: what is larger than a file may be takes minutes to make.
  @Option(help: .hidden)
  var largestFile: Int = ONNXExporter.largestFile

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if format == .transformers && precision != .float32 {
      throw ValidationError("`--precision` needs `--format onnx`: a checkpoint keeps its own type.")
    }
  }

  func run() throws {
    let progress = BusyLine("exporting", common)
    defer { progress.finish() }
    let report: SaveReport
    do {
      report =
        switch format {
        case .transformers: try RankingModelExporter.export(directory, to: output)
        case .onnx:
          try ONNXExporter.export(directory, to: output, precision: precision, largestFile: largestFile)
        }
    } catch let error as ModelDirError {
      throw CommandFailure(error, Self.spelling)
    }
    progress.finish()
    for decision in report.decisions { common.note(decision.spelled(Self.spelling)) }
    common.note("wrote \(report.path)")
  }

  /// What the library calls an option is one of `save`: this command has none of them.
  private static func spelling(_ option: SaveOption) -> String { "`pruning-pack save \(option.flag)`" }
}

/// What `export` writes.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  /// A checkpoint of the ranking model.
  case transformers
  /// A graph of the whole package.
  case onnx
}

extension ONNXPrecision: ExpressibleByArgument {}
