import PackFiles

/// Results as workflow commands of GitHub Actions, which shows them beside the lines that they are about.
///
/// Source: "Workflow commands for GitHub Actions", and the escapes of the toolkit's `command.ts`.
struct GitHubReport {
  let options: ReportOptions

  /// One command a finding, and one line of verdict.
  func commands(_ result: VerifyResult) -> String {
    let name = result.package.visible
    switch result {
    case .failed(let package, let error):
      return command("error", ["title": "not verified"], "\(package): \(error)") + "NOT VERIFIED  \(name)\n"
    case .verified(let report):
      let paths = ReportedPath(workingDirectory: options.workingDirectory, package: report.package)
      var text = report.findings.map { command(for: $0, paths) }.joined()
      for outcome in report.outcomes where outcome.status == .meansMissing {
        let level = report.settings.isStrict ? "error" : "warning"
        text += command(
          level, ["title": "\(RuleCatalogue.label(outcome.rule)) was not checked"], outcome.reason ?? "")
      }
      // One command each: a step shows ten notices, and no more.
      for (title, status) in [
        ("not checked", RuleOutcome.Status.prerequisiteFailed), ("not applicable", .notApplicable),
      ] {
        let lines = report.outcomes.filter { $0.status == status }.map { "\($0.rule): \($0.reason ?? "")" }
        if !lines.isEmpty { text += command("notice", ["title": title], lines.joined(separator: "\n")) }
      }
      for note in report.settingsNotes { text += command("notice", ["title": "settings"], note) }
      let overview = ReportOverview(report, strict: report.settings.isStrict)
      let word = overview.isPublishable ? "PASSED" : "FAILED"
      return text + "\(word)  \(name): \(overview.verdict.visible) (\(overview.counts))\n"
    }
  }

  private func command(for finding: Finding, _ paths: ReportedPath) -> String {
    let level =
      switch finding.severity {
      case .error: "error"
      case .warning: "warning"
      case .suggestion: "notice"
      }
    var properties: KeyValuePairs<String, String> = [
      "file": paths.path(finding.place.file), "title": RuleCatalogue.label(finding.rule),
    ]
    if let position = finding.position {
      properties = [
        "file": paths.path(finding.place.file), "line": "\(position.line)", "col": "\(position.column)",
        "title": RuleCatalogue.label(finding.rule),
      ]
    }
    var message = finding.message
    if let path = finding.place.jsonPath { message = "\(path): \(message)" }
    if let tensor = finding.place.tensor { message = "tensor \(tensor): \(message)" }
    if let fix = finding.fix { message += "\nfix: \(fix)" }
    return command(level, properties, message)
  }

  private func command(
    _ name: String, _ properties: KeyValuePairs<String, String>, _ message: String
  ) -> String {
    let list = properties.map { "\($0.key)=\(Self.property($0.value))" }.joined(separator: ",")
    return "::\(name) \(list)::\(Self.data(message))\n"
  }

  /// The message of a command: nothing in it may end the line.
  private static func data(_ text: String) -> String { escaped(text, "%\r\n") }

  /// A property of a command: nothing in it may end the property either.
  private static func property(_ text: String) -> String { escaped(text, "%\r\n:,") }

  private static func escaped(_ text: String, _ special: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if special.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      } else {
        result += String(scalar).visible
      }
    }
    return result
  }
}
