import PackValidation
import TestSupport
import Testing

/// Findings that follow from others, in the rules' own examples.
@Suite struct ConsequenceTests {
  /// Rules of which an example fires two that say different things of one fault: neither follows from the other.
  private static let independent: Set<Set<String>> = []

  /// Of an example that fires several rules one is the cause, and the others stand below it.
  @Test(arguments: NamedExample.bad.filter { !$0.example.causes.isEmpty })
  func standBelowTheirCause(named: NamedExample) throws {
    let report = try named.report()
    let overview = ReportOverview(report, strict: false)
    let roots = overview.entries.filter { $0.severity == .error }.map(\.rule)
    #expect(
      roots.count == 1 || Self.independent.contains(Set(roots)),
      "\(roots)\n\(report.findings.map { "\($0.rule) \($0.place) \($0.cause ?? "-") \($0.problem)" })")
    let folded = overview.entries.flatMap(\.consequences).reduce(0) { $0 + $1.count }
    #expect(overview.entries.reduce(folded) { $0 + $1.count } == report.findings.count)
  }
}
