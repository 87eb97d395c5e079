import PackFiles

/// Results as lines that editors and `grep` read: `path:line:col: error CFG006[companions-disagree] message`.
struct ConciseReport {
  let options: ReportOptions

  /// One line a finding, and one for each rule that needs something that is not there.
  func lines(_ result: VerifyResult) -> String {
    switch result {
    case .failed(let package, let error):
      return "\(Self.harmless(package.visible)): error not verified: \("\(error)".visible)\n"
    case .verified(let report):
      let paths = ReportedPath(workingDirectory: options.workingDirectory, package: report.package)
      var text = ""
      for finding in report.findings {
        var place = Self.harmless(paths.path(finding.place.file).visible)
        if let position = finding.position { place += ":\(position.line):\(position.column)" }
        let inside = finding.position == nil ? finding.inside.map { "\($0): " } ?? "" : ""
        text += "\(place): \(finding.severity.rawValue) \(Self.label(finding.rule)) "
        text += "\((inside + finding.message).visible)\n"
      }
      let level: Severity = report.settings.isStrict ? .error : .warning
      for outcome in report.outcomes where outcome.status == .meansMissing {
        let package = Self.harmless(paths.path("").visible)
        text += "\(package): \(level.rawValue) \(Self.label(outcome.rule)) "
        text += "could not run: \((outcome.reason ?? "").visible)\n"
      }
      return text
    }
  }

  /// `CFG006[companions-disagree]`
  private static func label(_ rule: String) -> String {
    RuleCatalogue.rule(rule).map { "\(rule)[\($0.name)]" } ?? rule
  }

  /// A path at the start of a line, where CI systems look for commands.
  private static func harmless(_ path: String) -> String {
    path.utf8.starts(with: "::".utf8) ? "./" + path : path
  }
}
