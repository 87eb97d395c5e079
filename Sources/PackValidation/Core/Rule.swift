/// A property that every good package has.
///
/// Each rule is one file under Areas/: its text, its check, its repair where there is one, and the examples from which its
/// tests are made. The catalogue, the explanations and the reports are made from these parts.
public struct Rule: Sendable {
  /// `CFG006`. Stable and public: a released id never changes its meaning.
  public let id: String
  /// `companions-disagree`: the fault in kebab case, as stable as the id.
  public let name: String
  /// The severity of its findings; a rule may grade a single finding lower.
  public let severity: Severity
  /// What it reads.
  public let needs: Set<RuleNeed>
  /// Whether an error keeps the package's own code from being run.
  public let guardsCode: Bool
  /// Which of its findings have a lower severity, in one line; nil if all have the same.
  public let grading: String?
  /// What is checked, in one line.
  public let title: String
  /// What goes wrong for the users of a package that breaks it.
  public let why: String
  /// What to do about a finding.
  public let advice: String
  /// The repair, where there is one right repair.
  let fix: Fix?
  /// Packages that break it, and packages that look as if they did.
  package let examples: [RuleExample]
  let check: @Sendable (RuleContext) throws(RuleSkip) -> Void

  init(
    _ id: String, _ name: String, _ severity: Severity, needs: Set<RuleNeed>, guardsCode: Bool = false,
    title: String, why: String, advice: String, grading: String? = nil, fix: Fix? = nil,
    examples: [RuleExample] = [],
    check: @escaping @Sendable (RuleContext) throws(RuleSkip) -> Void
  ) {
    self.id = id
    self.name = name
    self.severity = severity
    self.needs = needs
    self.guardsCode = guardsCode
    self.grading = grading
    self.title = title
    self.why = why
    self.advice = advice
    self.fix = fix
    self.examples = examples
    self.check = check
  }

  /// What `--fix` does about its findings, in one line; nil where there is no repair.
  public var fixSummary: String? { fix?.summary }
}
