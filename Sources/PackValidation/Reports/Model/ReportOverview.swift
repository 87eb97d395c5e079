/// What a report says of a package, in the order in which a person reads it: the verdict, then what is wrong, the heaviest
/// first, then what was not checked.
public struct ReportOverview: Sendable {
  /// Whether the package may be published.
  public let isPublishable: Bool
  /// The verdict in one sentence: `Not publishable: 1 token exposed, auto_map points nowhere, NaN in the head`.
  public let verdict: String
  /// What became of the rules: `74 passed, 1 suggestion, 7 not applicable`.
  public let counts: String
  /// The same, one by one.
  public let tallies: [ReportTally]
  /// What is wrong, an entry a rule, the heaviest first; what follows from an entry stands below it alone.
  public let entries: [ReportEntry]
  /// The rules that could not run, by their reasons.
  public let unchecked: [ReportGap]
  /// The rules that the package has nothing for, by their reasons.
  public let notApplicable: [ReportGap]
  /// `verify --fix repairs 3 of 5 problems`; nil where it repairs none.
  public let repair: String?

  /// - Parameters:
  ///   - report: the findings and the outcome of each rule.
  ///   - strict: whether warnings fail the gate.
  /// - Complexity: linear in the number of findings.
  public init(_ report: VerifyReport, strict: Bool) {
    isPublishable = report.passes(strict: strict)
    let roots = Self.roots(report)
    entries = roots
    unchecked = ReportGap.gaps(report.outcomes, [.prerequisiteFailed, .meansMissing])
    notApplicable = ReportGap.gaps(report.outcomes, [.notApplicable])
    tallies = Self.tallies(report)
    counts = tallies.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
    verdict = Self.verdict(report, roots, strict: strict)
    let repairable = roots.count(where: \.isRepairable)
    let problems = counted(roots.count, "problem")
    repair = repairable == 0 ? nil : "verify --fix repairs \(repairable) of \(problems)"
  }

  /// The entries that stand for themselves, with what follows from each, in their order.
  private static func roots(_ report: VerifyReport) -> [ReportEntry] {
    var own: [String: [Finding]] = [:]
    var folded: [String: [String: [Finding]]] = [:]
    let causes = report.findings.reduce(into: [String: String]()) { causes, finding in
      if finding.cause == nil { own[finding.rule, default: []].append(finding) }
      causes[finding.rule] = finding.cause ?? causes[finding.rule]
    }
    for finding in report.findings {
      guard var cause = finding.cause else { continue }
      // Up to a rule that stands for itself; the table has no circle.
      for _ in 0..<8 where own[cause] == nil { cause = causes[cause] ?? cause }
      folded[cause, default: [:]][finding.rule, default: []].append(finding)
    }
    let order = Dictionary(uniqueKeysWithValues: RuleCatalogue.rules.enumerated().map { ($1.id, $0) })
    func entries(_ findings: [String: [Finding]]) -> [ReportEntry] {
      findings.map {
        ReportEntry(rule: $0.key, $0.value, isRepairable: report.repairable.contains($0.key))
      }.sorted {
        ($1.severity, $0.importance, order[$0.rule] ?? .max) < (
          $0.severity, $1.importance, order[$1.rule] ?? .max
        )
      }
    }
    return entries(own).map { entry in
      var entry = entry
      entry.consequences = entries(folded[entry.rule] ?? [:])
      return entry
    }
  }

  private static func tallies(_ report: VerifyReport) -> [ReportTally] {
    var heaviest: [String: Severity] = [:]
    for finding in report.findings {
      heaviest[finding.rule] = max(heaviest[finding.rule] ?? finding.severity, finding.severity)
    }
    func number(_ statuses: Set<RuleOutcome.Status>) -> Int {
      report.outcomes.count { statuses.contains($0.status) }
    }
    var tallies = [ReportTally(count: number([.passed]), words: "passed")]
    for severity in Severity.allCases.reversed() {
      let count = heaviest.values.count { $0 == severity }
      let words = severity.rawValue + (count == 1 ? "" : "s")
      if count > 0 { tallies.append(ReportTally(count: count, words: words, severity: severity)) }
    }
    for (words, statuses) in [
      ("could not run", [.prerequisiteFailed, .meansMissing]), ("not applicable", [.notApplicable]),
      ("ignored", [.ignored]),
    ] as [(String, Set<RuleOutcome.Status>)] where number(statuses) > 0 {
      tallies.append(ReportTally(count: number(statuses), words: words))
    }
    return tallies
  }

  private static func verdict(_ report: VerifyReport, _ entries: [ReportEntry], strict: Bool) -> String {
    let missing = report.outcomes.count { $0.status == .meansMissing }
    let gap = missing == 0 ? [] : ["\(counted(missing, "check")) could not run"]
    if report.passes(strict: strict) {
      let warnings = entries.count { $0.severity == .warning }
      let notes = (warnings == 0 ? [] : ["with \(counted(warnings, "warning"))"]) + gap.map { "but \($0)" }
      return (["Publishable"] + notes).joined(separator: ", ")
    }
    let bound: Severity = strict ? .warning : .error
    let faults = entries.filter { $0.severity >= bound }.map(\.headline) + (strict ? gap : [])
    let shown = faults.count <= 4 ? faults : Array(faults.prefix(3))
    let more = faults.count - shown.count
    return "Not publishable: " + shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}

extension ReportEntry {
  /// The place of the rule's area in a report: what does harm comes before what does not load, and that before the card.
  fileprivate var importance: Int {
    let areas: [RuleArea] = [
      .security, .layout, .code, .config, .tokenizer, .weights, .graph, .integrity, .run, .card,
    ]
    return RuleCatalogue.rule(rule)?.area.flatMap { areas.firstIndex(of: $0) } ?? areas.count
  }
}

/// `1 file`, `2 files`
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
