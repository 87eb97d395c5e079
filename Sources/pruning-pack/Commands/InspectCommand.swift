import ArgumentParser
import ModelDir
import PackCheckpoints
import PackFiles
import PackJSON

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what is in a package, a safetensors file or a pickle.",
    discussion: """
      A pickle is told by its content. Nothing in it is run: its tensors are listed, and every name that Python would \
      import. One that holds more than tensors is shown and refused, with exit code 1.
      """)

  @Argument(
    help: "A package, a model directory, a safetensors file, or what torch.save wrote.", completion: .file())
  var path: String

  @Option(help: "How to print.")
  var format: OutputFormat = .text

  @OptionGroup var common: CommonOptions

  func run() throws {
    let inspection = try DirectoryInspection(path)
    switch format {
    case .json: standardOutput.write(inspection.json.text(.line) + "\n")
    case .text: standardOutput.write(inspection.text)
    }
    if let problem = inspection.checkpoints.lazy.compactMap(\.problem).first { throw CommandFailure(problem) }
  }
}
