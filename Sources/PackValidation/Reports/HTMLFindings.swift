import PackFiles

/// Findings, and the outcome of each rule.
struct HTMLFindings {
  let report: VerifyReport

  /// The section of the findings, grouped by file as in the text, and of what was decided about rules.
  var markup: String {
    var text = "<section>\n<h2>Findings</h2>\n"
    if report.findings.isEmpty { text += "<p class=\"none\">None.</p>\n" }
    for file in report.filesWithFindings {
      let name = file.isEmpty ? "package" : file
      text += "<h3 class=\"file\">\(PackValidation.markup(name))</h3>\n<ul class=\"findings\">\n"
      for finding in report.findings where finding.place.file == file { text += item(finding) }
      text += "</ul>\n"
    }
    let unchecked = report.outcomes.filter { [.prerequisiteFailed, .meansMissing].contains($0.status) }
    if !unchecked.isEmpty {
      text += "<h3>Not checked</h3>\n<ul class=\"plain\">\n"
      for outcome in unchecked {
        text +=
          "<li><span class=\"id\">\(RuleCatalogue.label(outcome.rule))</span> \(PackValidation.markup(outcome.reason ?? ""))</li>\n"
      }
      text += "</ul>\n"
    }
    if !report.settingsNotes.isEmpty {
      text += "<h3>Settings</h3>\n<ul class=\"plain\">\n"
      for note in report.settingsNotes { text += "<li>\(PackValidation.markup(note))</li>\n" }
      text += "</ul>\n"
    }
    return text + "</section>\n"
  }

  /// The section of the rules.
  var rules: String {
    let rows = report.outcomes.map { outcome in
      let words = outcome.status.rawValue.replacing("_", with: " ")
      let reason = outcome.reason.map { "<small>\(PackValidation.markup($0))</small>" } ?? ""
      return """
        <tr><td class="id">\(RuleCatalogue.label(outcome.rule))</td>\
        <td>\(PackValidation.markup(RuleCatalogue.rule(outcome.rule)?.title ?? ""))\(reason)</td>\
        <td class="status \(outcome.status.rawValue)">\(words)</td></tr>

        """
    }
    let passed = report.outcomes.count { $0.status == .passed }
    return """
      <section>
      <details>
      <summary><h2>Rules</h2> \(passed) of \(report.outcomes.count) hold</summary>
      <table class="rules">
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </details>
      </section>

      """
  }

  private func item(_ finding: Finding) -> String {
    var position: [String] = []
    if let path = finding.place.jsonPath { position.append(path) }
    if let tensor = finding.place.tensor { position.append("tensor \(tensor)") }
    if let line = finding.position?.line {
      position.append("line \(line)")
    } else if let offset = finding.place.byteOffset {
      position.append("byte \(offset)")
    }
    var text = "<li class=\"\(finding.severity.rawValue)\">\n<p><span class=\"severity\">"
    text +=
      "\(finding.severity.rawValue)</span> <span class=\"id\">\(RuleCatalogue.label(finding.rule))</span> "
    text += "\(PackValidation.markup(finding.problem))"
    if !position.isEmpty {
      text += " <code class=\"place\">\(PackValidation.markup(position.joined(separator: ", ")))</code>"
    }
    text += "</p>\n"
    if finding.expected != nil || finding.found != nil {
      text += "<dl>"
      if let expected = finding.expected {
        text += "<dt>expected</dt><dd>\(PackValidation.markup(expected))</dd>"
      }
      if let found = finding.found { text += "<dt>found</dt><dd>\(PackValidation.markup(found))</dd>" }
      text += "</dl>\n"
    }
    if let fix = finding.fix {
      text += "<p class=\"fix\"><b>Fix</b> \(PackValidation.markup(fix))</p>\n"
    }
    if let rule = RuleCatalogue.rule(finding.rule) {
      text +=
        "<details><summary>Why it matters</summary><p>\(PackValidation.markup(rule.why))</p></details>\n"
    }
    return text + "</li>\n"
  }
}
