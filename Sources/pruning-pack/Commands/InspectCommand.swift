import ArgumentParser
import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show the contents of a package, a safetensors file or a pickle.",
    discussion: """
      A pickle is recognised by its content and never run: its tensors are listed, and every name that Python would import. \
      If it holds more than tensors, the exit code is 1.
      """)

  @Argument(
    help:
      "Package, model directory, hf://OWNER/NAME@REVISION, safetensors file, or file written by torch.save.",
    completion: .file())
  var path: String

  @Option(help: "Output format.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    let inspection = try DirectoryInspection(PackageArgument(path, common).directory)
    switch format {
    case .json: standardOutput.write(inspection.json.text(.line) + "\n")
    case .text: standardOutput.write(inspection.text)
    }
    if let problem = inspection.checkpoints.lazy.compactMap(\.problem).first { throw CommandFailure(problem) }
  }
}
