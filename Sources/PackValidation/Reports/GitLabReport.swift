import PackFiles
import PackJSON

/// Results as GitLab's code quality report, which merge requests show beside the lines.
///
/// Source: "Code Quality" in GitLab's documentation, the part on custom tools.
struct GitLabReport {
  let options: ReportOptions

  /// All findings of all packages. A package that could not be read is a finding, too: the format knows nothing else.
  func issues(_ results: [VerifyResult]) -> JSONValue {
    var fingerprints = FindingFingerprints()
    var issues: [JSONValue] = []
    for result in results {
      let paths = ReportedPath(workingDirectory: options.workingDirectory, package: result.package)
      switch result {
      case .failed(_, let error):
        let finding = Finding(
          rule: "not-verified", severity: .error, place: Place(file: ""), problem: "not verified: \(error)")
        issues.append(issue(finding, paths, &fingerprints))
      case .verified(let report):
        for finding in report.findings { issues.append(issue(finding, paths, &fingerprints)) }
        for outcome in report.outcomes where outcome.status == .meansMissing {
          let finding = Finding(
            rule: outcome.rule, severity: report.settings.isStrict ? .error : .warning,
            place: Place(file: ""),
            problem: "could not run: \(outcome.reason ?? "")")
          issues.append(issue(finding, paths, &fingerprints))
        }
      }
    }
    return .array(issues)
  }

  private func issue(
    _ finding: Finding, _ paths: ReportedPath, _ fingerprints: inout FindingFingerprints
  ) -> JSONValue {
    let path = paths.path(finding.place.file)
    var parts = [RuleCatalogue.label(finding.rule) + ": "]
    if finding.position == nil, let inside = finding.inside { parts.append(inside + ": ") }
    parts.append(finding.message)
    if let fix = finding.fix { parts.append(". Fix: \(fix)") }
    return .object([
      "description": .string(parts.joined().visible),
      "check_name": .string(finding.rule),
      "fingerprint": .string(fingerprints.next(finding, path: path)),
      "severity": .string(Self.severity(finding.severity)),
      "location": .object([
        "path": .string(path.visible),
        // The format asks for a line of whatever file.
        "lines": .object(["begin": .int(finding.position?.line ?? 1)]),
      ]),
    ])
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "critical"
    case .warning: "minor"
    case .suggestion: "info"
    }
  }
}
