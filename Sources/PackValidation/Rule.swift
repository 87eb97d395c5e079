/// A property that every good package has.
///
/// Each rule is one file under Rules/; the catalogue, the explanations and the reports are made from these parts.
public struct Rule: Sendable {
  /// Stable and public: a released id never changes its meaning.
  public let id: String
  /// What its findings weigh; a rule may grade a single finding lower.
  public let severity: Severity
  /// What it looks at.
  public let needs: Set<RuleNeed>
  /// Which of its findings weigh something else, in one line; nil where all weigh the same.
  public let grading: String?
  /// What is checked, in one line.
  public let title: String
  /// What goes wrong for the users of a package that breaks it.
  public let why: String
  /// What to do about a finding.
  public let fix: String
  let check: @Sendable (RuleContext) throws(RuleSkip) -> Void

  init(
    _ id: String, _ severity: Severity, needs: Set<RuleNeed>, title: String, why: String, fix: String,
    grading: String? = nil,
    check: @escaping @Sendable (RuleContext) throws(RuleSkip) -> Void
  ) {
    self.id = id
    self.severity = severity
    self.needs = needs
    self.grading = grading
    self.title = title
    self.why = why
    self.fix = fix
    self.check = check
  }
}

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
