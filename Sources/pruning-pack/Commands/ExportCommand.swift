import ArgumentParser
import ModelDir
import PackFiles

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Export the ranking model of a package as a plain checkpoint.",
    discussion: """
      transformers and CrossEncoder load the result without the package's code. `save --ranking-model`, with the package's \
      pruning head, builds the same package from it again.
      """)

  @Argument(help: "Package, or directory in any layout that `save --from` reads.", completion: .directory)
  var directory: String

  @Option(help: "Output directory.", completion: .directory)
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let progress = BusyLine("exporting", common)
    defer { progress.finish() }
    let report: SaveReport
    do {
      report = try RankingModelExporter.export(directory, to: output)
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
