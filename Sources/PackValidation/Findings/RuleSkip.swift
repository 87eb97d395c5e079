/// Why a rule did not come to a verdict; it is then never counted as passed.
public enum RuleSkip: Error, Sendable, Hashable {
  /// The package has nothing that the rule is about.
  case notApplicable(String)
  /// Something that the rule builds on is broken; the cause is a finding of another rule.
  case prerequisiteFailed(String)
  /// The rule would need something that is not there, such as a Python interpreter.
  case meansMissing(String)

  /// The reason.
  public var reason: String {
    switch self {
    case .notApplicable(let reason), .prerequisiteFailed(let reason), .meansMissing(let reason): reason
    }
  }
}
