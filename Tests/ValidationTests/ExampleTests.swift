import PackFiles
import PackPythonCode
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// An example of a rule, for a test to be named after.
struct NamedExample: Sendable, CustomTestStringConvertible {
  let rule: Rule
  let example: RuleExample

  var testDescription: String { "\(rule.id) \(rule.name): \(example.name)" }

  /// What the gate says of it.
  func report() throws -> VerifyReport { try ExampleReports.shared.report(of: self) }

  static let bad = all.filter { !$0.example.isGood }
  static let good = all.filter(\.example.isGood)

  private static let all = RuleCatalogue.rules.flatMap { rule in
    rule.examples.map { NamedExample(rule: rule, example: $0) }
  }
}

/// The examples that stand in the rules' own files.
@Suite struct ExampleTests {
  /// The rule fires, and no other one but those whose findings follow.
  @Test(arguments: NamedExample.bad) func badOnesFireTheirRule(named: NamedExample) throws {
    let (rule, example) = (named.rule, named.example)
    let report = try named.report()
    let text = Comment(rawValue: report.text(strict: true, isColored: false))
    let own = report.findings.filter { $0.rule == rule.id }
    let severity = example.severity ?? rule.severity
    #expect(own.contains { $0.severity == severity }, text)
    for finding in own { #expect(!finding.place.file.isEmpty && !finding.problem.isEmpty, text) }
    let errors = Set(report.findings.filter { $0.severity == .error }.map(\.rule)).subtracting([rule.id])
    #expect(errors == example.causes, text)
    let warnings = Set(report.findings.filter { $0.severity == .warning }.map(\.rule))
    #expect(warnings.subtracting(example.causes).subtracting([rule.id]) == example.warns, text)
    #expect(report.passes(strict: false) == !report.findings.contains { $0.severity == .error }, text)
    // The verdict is one sentence, whatever the fault.
    let overview = ReportOverview(report, strict: false)
    #expect(overview.isPublishable == report.passes(strict: false))
    #expect(overview.verdict.hasPrefix(overview.isPublishable ? "Publishable" : "Not publishable: "), text)
    #expect(overview.verdict.count <= 160, text)
    for finding in report.findings {
      if let excerpt = finding.excerpt { #expect(excerpt.text.count <= 72 && excerpt.caret <= 72, text) }
    }
    // What could not be checked is never called passed.
    #expect(
      example.blocks
        == report.outcomes.contains { $0.status == .prerequisiteFailed && $0.reason?.isEmpty == false },
      text)
    #expect(report.passes(strict: true) == !report.findings.contains { $0.severity >= .warning }, text)
  }

  /// Neither the rule nor another one finds an error.
  @Test(arguments: NamedExample.good) func goodOnesPass(named: NamedExample) throws {
    let report = try named.report()
    let text = Comment(rawValue: report.text(strict: true, isColored: false))
    let status = report.outcomes.first { $0.rule == named.rule.id }?.status
    if status == .meansMissing, PythonInterpreter.onPath == nil {
      print("there is no python3: \(named.testDescription) was not shown to pass")
    } else {
      #expect(status == .passed, text)
    }
    #expect(!report.findings.contains { $0.severity == .error }, text)
    let warnings = Set(report.findings.filter { $0.severity == .warning }.map(\.rule))
    #expect(warnings == named.example.warns, text)
  }

  /// The advice says what to change: it has the file, the key, the command, or what to write.
  @Test(arguments: NamedExample.bad) func adviceIsConcrete(named: NamedExample) throws {
    let own = try named.report().findings.filter { $0.rule == named.rule.id }
    #expect(own.contains { Explanation.isConcrete($0.fix ?? "", for: $0) }, "\(own.map(\.fix))")
  }

  @Test func everyRuleHasExamples() {
    // PY013 is shown with an interpreter, in Tests/Contract/test_gate_live.py; RUN009 with a trained model and RUN010 with a
    // labelled set, in test_battery.py and test_eval.py there; INT002 with keys, in Tests/EndToEnd/Signing.
    let shownElsewhere: Set<String> = ["PY013", "RUN009", "RUN010", "INT002"]
    for rule in RuleCatalogue.rules where !shownElsewhere.contains(rule.id) {
      #expect(rule.examples.contains { $0.isGood } && rule.examples.contains { !$0.isGood }, "\(rule.id)")
      #expect(Set(rule.examples.map(\.name)).count == rule.examples.count, "\(rule.id): a name twice")
    }
  }
}
