import ArgumentParser
import PackValidation

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule: what it checks, why, and how to fix its findings.")

  @Argument(
    help: "Id or name of the rule, such as CFG007 or local-path.",
    completion: .list(RuleCatalogue.rules.flatMap { [$0.id, $0.name] }))
  var id: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard rule != nil else {
      throw ValidationError(unknownRule(id))
    }
  }

  private var rule: Rule? { RuleCatalogue.rule(id) ?? RuleCatalogue.rule(id.uppercased()) }

  func run() throws {
    if let rule { standardOutput.write(rule.explanation) }
  }
}
