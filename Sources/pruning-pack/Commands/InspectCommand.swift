import ArgumentParser
import Checkpoints
import Files
import JSON
import ModelDir

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Show what is in a package, or in a safetensors file.")

  @Argument(help: "A package, a model directory, or a safetensors file.", completion: .file())
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
  }
}
