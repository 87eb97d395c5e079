import PackFiles
import PackPythonCode
import PackThreads
import Synchronization

/// Checks a package against the rules.
public enum Verifier {
  /// Checks a package.
  ///
  /// - Parameters:
  ///   - root: the package's directory.
  ///   - threads: how many threads may be used.
  ///   - settings: rules that are turned off, overridden severities, what is allowed.
  /// - Returns: the findings, and the outcome of each rule.
  /// - Throws: ``PackFiles/FileError`` when the directory cannot be read at all, or changes while it is read;
  ///   ``GateError`` when no rule came to a verdict; ``InterpreterError`` when the interpreter that
  ///   the settings name does not run.
  public static func verify(
    root: String, threads: Int, settings: VerifySettings = VerifySettings()
  ) throws -> VerifyReport {
    try settings.interpreter()?.checkRuns()
    return try FileWatch.during([root]) { watch in
      let report = try verify(try PackageInspection(root: root, threads: threads, settings: settings))
      try watch.check()
      return report
    }
  }

  package static func verify(_ package: PackageInspection) throws -> VerifyReport {
    var report = VerifyReport(package: package.root, settings: package.settings)
    let rules = RuleCatalogue.rules
    var results = judge(rules.filter { !$0.needs.contains(.interpreter) }, package)
    if let interpreter = try package.settings.interpreter() {
      let deciding = results.filter { LiveChecker.decides($0.outcome.rule) }.map { unignored($0, package) }
      let check = try LiveChecker(package: package, interpreter: interpreter)
        .check(deciding.map(\.outcome), deciding.flatMap(\.findings))
      package.running.note(check)
      report.notes += check.notes
      report.sandbox = check.level
    }
    results += judge(rules.filter { $0.needs.contains(.interpreter) }, package)
    for rule in rules {
      guard let result = results.first(where: { $0.outcome.rule == rule.id }) else { continue }
      report.outcomes.append(result.outcome)
      report.findings += result.findings
    }
    if let finding = unexplained(report, package) {
      report.findings.append(finding)
      if let index = report.outcomes.firstIndex(where: { $0.rule == finding.rule }) {
        report.outcomes[index].status = .failed
      }
    }
    for index in report.findings.indices {
      report.findings[index].severity = package.settings.severity(of: report.findings[index])
    }
    let findings = report.findings
    report.findings = Severity.allCases.reversed().flatMap { severity in
      findings.filter { $0.severity == severity }
    }
    if let run = package.running.ownTypeIfRun { report.notes += run.notes }
    if let run = package.running.batteryIfRun {
      report.notes += run.notes(isFull: package.settings.usesFullBattery)
      report.batteryTokens = run.tokenCount
    }
    report.smoke = package.running.smokeIfRun
    report.contents = PackageContents(package)
    report.facts = ModelFacts(package)
    report.acceptedCode = package.code.accepted
    let survey = CoverageSurvey(package: package, report: report)
    report.coverage = survey.coverage
    report.outputChecks = survey.outputChecks
    report.filesAsRead = package.listing
    if report.findings.contains(where: { $0.rule == OtherLayout.rule }) {
      report.otherLayout = OtherLayout(package)
    }
    report.noteCauses()
    report.secrets = package.secrets.withLock { $0 }
    report.locateFindings(package.documents)
    report.repairable = repairable(report.findings, package)
    report.maskSecrets()
    report.timings = package.timings.all
    if let failure = package.reader.machineFailure { throw failure }
    try package.listing.requireUnchanged()
    if let failure = package.running.machineFailure { throw failure }
    guard report.outcomes.contains(where: { $0.status == .passed || $0.status == .failed }) else {
      throw GateError(
        at: Place(file: package.root), problem: "no rule was judged", expected: "a rule that is not ignored")
    }
    return report
  }

  /// The rules of whose findings `--fix` settles some.
  private static func repairable(_ findings: [Finding], _ package: PackageInspection) -> Set<String> {
    // A package with links is not repaired in place.
    if package.listing.entries.contains(where: { $0.kind == .link || $0.kind == .other }) { return [] }
    var plan = FixPlan(package: package, findings: findings)
    for rule in RuleCatalogue.rules where plan.allows(rule.id) && plan.hasFinding(rule.id) {
      try? rule.fix?.prepare(&plan)
    }
    return Set(plan.changes.flatMap(\.rules)).intersection(findings.map(\.rule))
  }

  /// What kept rules from a verdict, where no other finding says it: then that is the finding.
  private static func unexplained(_ report: VerifyReport, _ package: PackageInspection) -> Finding? {
    if report.findings.contains(where: { $0.severity == .error }) { return nil }
    let ignored = package.settings.ignored
    if let failure = package.running.smokeFailure {
      // The user disabled this rule.
      guard !ignored.contains(Rule.run001.id) else { return nil }
      return Finding(
        rule: Rule.run001.id, severity: .error, place: failure.place, problem: failure.problem,
        expected: failure.expected, found: failure.found)
    }
    guard let outcome = report.outcomes.first(where: { $0.status == .prerequisiteFailed }),
      !ignored.compactMap(RuleCatalogue.rule).contains(where: { rule in
        check(rule, package).findings.contains { $0.severity == .error }
      })
    else { return nil }
    return Finding(
      rule: outcome.rule, severity: .error, place: Place(file: "."),
      problem: "could not be checked: \(outcome.reason ?? "nothing says why")", expected: nil, found: nil)
  }

  /// Runs rules on all threads; the results are in their order.
  private static func judge(_ rules: [Rule], _ package: PackageInspection) -> [RuleResult] {
    // The first rule that asks for the inference runs it, which takes longest; the others would only wait for it.
    let running = rules.indices.filter { rules[$0].needs.contains(.model) }
    let order = running.prefix(1) + rules.indices.filter { !running.contains($0) } + running.dropFirst()
    let results = concurrently(order.count, threads: package.threads) { position in
      (index: order[position], result: judge(rules[order[position]], package))
    }
    return results.sorted { $0.index < $1.index }.map(\.result)
  }

  /// The result of a rule as if it were not ignored: what the report leaves out still decides about running code.
  private static func unignored(_ result: RuleResult, _ package: PackageInspection) -> RuleResult {
    guard result.outcome.status == .ignored, let rule = RuleCatalogue.rule(result.outcome.rule) else {
      return result
    }
    return check(rule, package)
  }

  private static func judge(_ rule: Rule, _ package: PackageInspection) -> RuleResult {
    guard !package.settings.ignored.contains(rule.id) else {
      return RuleResult(
        outcome: RuleOutcome(rule: rule.id, status: .ignored, reason: "ignored on request"), findings: [])
    }
    return package.timings.measure(rule.id) { check(rule, package) }
  }

  private static func check(_ rule: Rule, _ package: PackageInspection) -> RuleResult {
    let context = RuleContext(package: package, rule: rule)
    var outcome: RuleOutcome
    do throws(RuleSkip) {
      try rule.check(context)
      outcome = RuleOutcome(rule: rule.id, status: .passed)
    } catch {
      outcome = RuleOutcome(rule: rule.id, status: .init(error), reason: error.reason)
    }
    // What was found before a rule had to stop still stands.
    if !context.findings.isEmpty { outcome.status = .failed }
    return RuleResult(outcome: outcome, findings: context.findings)
  }
}

/// The result of a rule.
private struct RuleResult: Sendable {
  var outcome: RuleOutcome
  var findings: [Finding]
}
