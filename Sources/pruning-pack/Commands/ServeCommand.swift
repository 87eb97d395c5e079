import ArgumentParser
import PackFiles
import Pruning

/// Answers requests in JSON lines; the Python package's `Pruner` starts it. It is not listed: the lines are between the two,
/// which are of one version, and may change with any release.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Answer requests in JSON lines, for the Python package.",
    shouldDisplay: false)

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var directory: String

  @OptionGroup var computation: PrecisionOption

  @OptionGroup var common: CommonOptions

  func run() throws {
    endWhenNobodyReads(standardOutput)
    let package = try PackageArgument(directory, common)
    let model = try PruningEncoder(
      directory: package.directory, threads: common.threads,
      precision: computation.precision)
    try Service(model).run(LineReader("-"), standardOutput)
  }
}
