/// Why a rule has no verdict; it never counts as passed.
public enum RuleSkip: Error, Sendable, Hashable {
  /// The rule does not apply to the package.
  case notApplicable(String)
  /// Something that the rule builds on is broken; the cause is a finding of another rule.
  case prerequisiteFailed(String)
  /// The rule could not run: something that it needs, such as a Python interpreter, is not available.
  case meansMissing(String)

  /// The reason.
  public var reason: String {
    switch self {
    case .notApplicable(let reason), .prerequisiteFailed(let reason), .meansMissing(let reason): reason
    }
  }
}
