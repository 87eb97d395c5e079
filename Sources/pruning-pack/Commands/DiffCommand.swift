public import ArgumentParser
import PackDiff
import PackFiles

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what a new release of a package changes for its users.",
    discussion: """
      Compares settings, tokenizer, tensors, code, card and license of two packages, and what both make of the recorded \
      pairs: by how much scores differ, and where other text is kept. Exit code 0: equal for users. 1: different. 2: a \
      package cannot be read or run.
      """)

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var old: String

  @Argument(help: "Package directory, or hf://OWNER/NAME@REVISION.", completion: .directory)
  var new: String

  @Option(help: "Output format.")
  var format: DiffFormat = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    let packages = [try PackageArgument(old, common), try PackageArgument(new, common)]
    let progress = BusyLine("comparing", common)
    defer { progress.finish() }
    var diff: PackageDiff
    do {
      diff = try PackageDiff(
        old: packages[0].directory, new: packages[1].directory, threads: common.threads)
    } catch let error as any LocatedError {
      // Whatever is wrong with a package, there is no comparison.
      throw CommandFailure(CommandFailure.message(error), .failed)
    }
    (diff.old, diff.new) = (packages[0].shown, packages[1].shown)
    progress.finish()
    standardOutput.write(diff.render(format, version: toolVersion))
    if !diff.isEqual { throw ExitCode(CommandFailure.Status.refused.rawValue) }
  }
}

extension DiffFormat: ExpressibleByArgument {}
