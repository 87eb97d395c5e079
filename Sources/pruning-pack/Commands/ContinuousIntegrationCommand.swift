public import ArgumentParser
import PackFiles
public import PackTemplates

struct ContinuousIntegrationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ci", abstract: "Print the CI configuration that verifies packages, or publishes one.",
    discussion: """
      github prints a workflow for .github/workflows, gitlab a job for .gitlab-ci.yml, and pre-commit a \
      .pre-commit-config.yaml. Replace my-pruner with the directories of your packages. With --publish, github prints a \
      workflow that publishes a package when a tag is pushed; it needs no stored secret.
      """)

  @Argument(help: "CI system.")
  var system: ContinuousIntegration

  @Option(help: "With github: GitHub repository of the action, such as a fork.")
  var repository: String?

  @Flag(help: "With github: print the workflow that publishes a package on the Hub.")
  var publish = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if publish, system != .github || repository != nil {
      throw ValidationError("--publish goes with github, and not with --repository.")
    }
    guard let repository else { return }
    guard system == .github else {
      throw ValidationError(
        "--repository belongs to github: \(system.rawValue) installs pruning-pack from PyPI.")
    }
    let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = repository.utf8.allSatisfy {
      $0.isASCIILetter || $0.isASCIIDigit || "-_./".utf8.contains($0)
    }
    guard parts.count == 2, isPlain, !parts.contains(where: \.isEmpty) else {
      throw ValidationError("--repository must be OWNER/NAME.")
    }
  }

  func run() {
    if publish {
      standardOutput.write(ContinuousIntegration.publishingText(version: toolVersion))
      return
    }
    standardOutput.write(system.text(repository: repository ?? toolRepository, version: toolVersion))
  }
}

extension ContinuousIntegration: ExpressibleByArgument {}
