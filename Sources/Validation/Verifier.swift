import Files

/// Holds a package against the rules.
public enum Verifier {
  /// Checks a package.
  ///
  /// - Parameters:
  ///   - root: the package's directory.
  ///   - threads: how many threads may be used.
  ///   - ignoring: ids of rules whose findings are left out.
  /// - Returns: the findings, and what became of each rule.
  /// - Throws: ``Files/FileError`` when the directory cannot be read at all.
  public static func verify(root: String, threads: Int, ignoring: Set<String> = []) throws -> VerifyReport {
    let package = try PackageInspection(root: root, threads: threads)
    return verify(package, ignoring: ignoring)
  }

  package static func verify(_ package: PackageInspection, ignoring: Set<String> = []) -> VerifyReport {
    var report = VerifyReport(package: package.root)
    for rule in RuleCatalogue.rules {
      guard !ignoring.contains(rule.id) else {
        report.outcomes.append(RuleOutcome(rule: rule.id, status: .ignored, reason: "ignored on request"))
        continue
      }
      let context = RuleContext(package: package, rule: rule)
      do throws(RuleSkip) {
        try rule.check(context)
        report.outcomes.append(
          RuleOutcome(rule: rule.id, status: context.findings.isEmpty ? .passed : .failed))
      } catch {
        // What was found before the rule had to stop still stands.
        report.outcomes.append(
          RuleOutcome(
            rule: rule.id, status: context.findings.isEmpty ? .init(error) : .failed, reason: error.reason))
      }
      report.findings += context.findings
    }
    if let failure = package.smokeFailure, !report.findings.contains(where: { $0.severity == .error }) {
      // Nothing else explains why the model does not run: then that is the finding.
      report.findings.append(
        Finding(
          rule: Rule.run001.id, severity: .error, place: failure.place, problem: failure.problem,
          expected: failure.expected, found: failure.found))
      if let index = report.outcomes.firstIndex(where: { $0.rule == Rule.run001.id }) {
        report.outcomes[index].status = .failed
      }
    }
    report.smoke = package.smokeIfRun
    return report
  }
}
