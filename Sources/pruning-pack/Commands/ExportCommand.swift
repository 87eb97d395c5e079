import ArgumentParser
import ModelDir

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a package's ranking model alone, as a plain checkpoint.",
    discussion: """
      transformers and CrossEncoder load the result without the package's code. With the package's pruning head, \
      `save --ranking-model` makes the same package of it again.
      """)

  @Argument(help: "A package, or a directory in any layout that `save --from` takes.", completion: .directory)
  var directory: String

  @Option(help: "Where the model is to appear.", completion: .directory)
  var output: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let report = try RankingModelExporter.export(directory, to: output)
    for decision in report.decisions { common.note(decision.commandText) }
    common.note("wrote \(report.path)")
  }
}
