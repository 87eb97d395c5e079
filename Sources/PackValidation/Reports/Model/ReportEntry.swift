import PackFiles

/// What one rule found, as a report shows it: once, with its places below.
public struct ReportEntry: Sendable {
  /// The rule's id.
  public let rule: String
  /// The heaviest severity among its findings.
  public let severity: Severity
  /// Its findings that stand for themselves, by what they say, in their order.
  public let messages: [ReportMessage]
  /// Whether `--fix` settles some of them.
  public let isRepairable: Bool
  /// What follows from it.
  public internal(set) var consequences: [ReportEntry] = []

  /// `CFG006 companions-disagree`
  public var label: String { RuleCatalogue.label(rule) }

  /// Number of findings, without the consequences.
  public var count: Int { messages.reduce(0) { $0 + $1.places.count } }

  /// The fix, where all findings have the same one.
  public var commonFix: String? {
    let fixes = messages.compactMap(\.commonFix)
    guard let first = fixes.first, fixes.count == messages.count, fixes.allSatisfy({ $0 == first }) else {
      return nil
    }
    return first
  }

  /// - Parameter findings: a rule's findings, at least one.
  init(rule: String, _ findings: [Finding], isRepairable: Bool) {
    self.rule = rule
    self.isRepairable = isRepairable
    severity = findings.map(\.severity).max() ?? .error
    var order: [ExactText] = []
    var grouped: [ExactText: [Finding]] = [:]
    for finding in findings {
      let problem = ExactText(finding.problem)
      if grouped[problem] == nil { order.append(problem) }
      grouped[problem, default: []].append(finding)
    }
    messages = order.compactMap { grouped[$0].map { ReportMessage($0) } }
  }
}
