import PackFiles
import Synchronization

/// What a rule is given: the package, and a place for what it finds.
final class RuleContext: Sendable {
  let package: PackageInspection
  let rule: Rule
  private let storage = Mutex<[Finding]>([])

  init(package: PackageInspection, rule: Rule) {
    self.package = package
    self.rule = rule
  }

  var findings: [Finding] { storage.withLock { $0 } }

  /// Adds a finding of this rule; what has no advice or severity of its own has the rule's.
  func report(
    at place: Place, _ problem: String, expected: String? = nil, found: String? = nil,
    advice: String? = nil, severity: Severity? = nil
  ) {
    let finding = Finding(
      rule: rule.id, severity: severity ?? rule.severity, place: place, problem: problem, expected: expected,
      found: found, advice: advice)
    storage.withLock { $0.append(finding) }
  }

  /// Adds a finding made from an error.
  func report(_ error: any LocatedError, advice: String? = nil) {
    report(at: error.place, error.problem, expected: error.expected, found: error.found, advice: advice)
  }
}
