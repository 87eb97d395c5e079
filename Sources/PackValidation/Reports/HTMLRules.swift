/// What became of the rules: those that came to no verdict, what was decided about them, and all of them in a table.
struct HTMLRules {
  let report: VerifyReport
  let overview: ReportOverview
  let outline: HTMLOutline

  /// The section.
  var section: String {
    var body = gaps("Could not run", overview.unchecked)
    body += gaps("Not applicable", overview.notApplicable)
    let notes = report.settingsNotes
    if !notes.isEmpty {
      body += outline.heading(2, "How it was verified")
      body += "<ul>\n" + notes.map { "<li>\(messageMarkup($0))</li>\n" }.joined() + "</ul>\n"
    }
    body += """
      <details>
      <summary>All \(report.outcomes.count) rules</summary>
      <table class="rules">
      <thead class="hidden"><tr><th scope="col">rule</th><th scope="col">what is right</th><th scope="col">result</th></tr></thead>
      <tbody>
      \(report.outcomes.map(row).joined())</tbody>
      </table>
      </details>

      """
    return outline.section("rules", "Rules", body)
  }

  private func gaps(_ title: String, _ gaps: [ReportGap]) -> String {
    guard !gaps.isEmpty else { return "" }
    let items = gaps.map { gap in
      "<li>\(messageMarkup(gap.reason)): <span class=\"faint\">\(markup(gap.rules.joined(separator: ", ")))</span></li>\n"
    }
    return outline.heading(2, title) + "<ul>\n\(items.joined())</ul>\n"
  }

  private func row(_ outcome: RuleOutcome) -> String {
    let reason = outcome.reason.map { "<small>\(messageMarkup($0))</small>" } ?? ""
    let (name, words) =
      switch outcome.status {
      case .passed: ("passed", "passed")
      case .failed: ("failed", "found something")
      case .notApplicable: ("other", "not applicable")
      case .prerequisiteFailed, .meansMissing: ("other", "could not run")
      case .ignored: ("other", "ignored")
      }
    let title = RuleCatalogue.rule(outcome.rule)?.title ?? ""
    return """
      <tr><td>\(markup(RuleCatalogue.label(outcome.rule)))</td><td>\(messageMarkup(title))\(reason)</td>\
      <td class="status \(name)">\(words)</td></tr>

      """
  }
}
