import ArgumentParser
import PackValidation

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule checks, why, and what to do about its findings.")

  @Argument(help: "The rule's id, such as CFG007.", completion: .list(RuleCatalogue.rules.map(\.id)))
  var id: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard RuleCatalogue.rule(id.uppercased()) != nil else {
      throw ValidationError("There is no rule \(id); `pruning-pack rules` lists them.")
    }
  }

  func run() throws {
    if let rule = RuleCatalogue.rule(id.uppercased()) { standardOutput.write(rule.explanation) }
  }
}
