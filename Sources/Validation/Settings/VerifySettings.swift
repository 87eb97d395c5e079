/// What whoever runs the gate has decided about it.
public struct VerifySettings: Sendable, Hashable {
  /// Ids of rules whose findings are left out.
  public var ignored: Set<String> = []
  /// Severities that take the place of a rule's own, by its id.
  public var severities: [String: Severity] = [:]
  /// Whether a pickle may be part of a package, if all that it imports is on the list (SEC001, SEC002).
  public var allowsPickle = false

  /// The rules as they are.
  public init() {}

  /// The severity of a finding, after what was decided about its rule.
  func severity(of finding: Finding) -> Severity { severities[finding.rule] ?? finding.severity }
}
