import ArgumentParser
import PackJSON
import PackValidation

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules that `verify` checks.")

  @Option(help: "Output format; markdown is the page of the documentation.")
  var format: RuleFormat = .text

  @OptionGroup var common: CommonOptions

  enum RuleFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
  }

  func run() throws {
    switch format {
    case .text: standardOutput.write(RuleCatalogue.text)
    case .json: standardOutput.write(RuleCatalogue.json.text(.line) + "\n")
    case .markdown: standardOutput.write(RuleCatalogue.markdown)
    }
  }
}
