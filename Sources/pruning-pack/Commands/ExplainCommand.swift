import ArgumentParser
import PackValidation

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule checks, why, and what to do about its findings.")

  @Argument(
    help: "The rule's id or name, such as CFG007 or local-path.",
    completion: .list(RuleCatalogue.rules.flatMap { [$0.id, $0.name] }))
  var id: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard rule != nil else {
      throw ValidationError("There is no rule \(id); `pruning-pack rules` lists them.")
    }
  }

  private var rule: Rule? { RuleCatalogue.rule(id) ?? RuleCatalogue.rule(id.uppercased()) }

  func run() throws {
    if let rule { standardOutput.write(rule.explanation) }
  }
}
