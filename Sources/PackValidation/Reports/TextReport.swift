import PackFiles

extension VerifyResult {
  /// The result for a person to read.
  func text(_ options: ReportOptions) -> String {
    switch self {
    case .verified(let report):
      return report.text(strict: report.settings.isStrict, isColored: options.isColored)
    case .failed(let package, let error):
      let style = TextStyle(isColored: options.isColored)
      return style.bold(package.visible) + "\n\n" + style.bad("NOT VERIFIED") + "  \(error)".visible + "\n"
    }
  }
}

extension VerifyReport {
  /// The report for a person to read: findings grouped by file, what was not checked and what was decided about rules,
  /// and one line of verdict at the end.
  ///
  /// - Parameters:
  ///   - strict: whether warnings fail the gate.
  ///   - isColored: whether to use the terminal's colours.
  public func text(strict: Bool, isColored: Bool) -> String {
    let style = TextStyle(isColored: isColored)
    var text = style.bold(package.visible) + "\n"
    for file in filesWithFindings {
      text += "\n  " + style.bold(Self.heading(file)) + "\n"
      for finding in findings where finding.place.file == file { text += lines(of: finding, style) }
    }
    text += section("not checked", [.prerequisiteFailed, .meansMissing], style)
    text += section("not applicable", [.notApplicable], style)
    for line in settingsNotes { text += "\n  " + style.dim(line.visible) }
    if !settingsNotes.isEmpty { text += "\n" }
    return text + "\n" + verdict(strict: strict, style) + "\n"
  }

  /// The files with findings, in the order of the first finding of each.
  var filesWithFindings: [String] {
    var files: [String] = []
    for finding in findings where !files.contains(finding.place.file) { files.append(finding.place.file) }
    return files
  }

  /// What whoever ran the gate had decided, and how the package was run elsewhere, in full sentences: a report without them
  /// could be taken for more than it is.
  var settingsNotes: [String] {
    var notes = self.notes
    if let file = settings.file { notes.append("settings were read from \(file)") }
    for outcome in outcomes where outcome.status == .ignored {
      notes.append("\(outcome.rule) is ignored (\(settings.origins[outcome.rule] ?? "on request"))")
    }
    for (rule, severity) in settings.severities.sorted(by: { $0.key < $1.key }) {
      let count = findings.count { $0.rule == rule }
      notes.append(
        "\(rule) is graded \(severity.rawValue) (\(settings.origins[rule] ?? "on request")), "
          + (count == 1 ? "1 finding" : "\(count) findings"))
    }
    if settings.allowsPickle { notes.append("pickles are allowed") }
    if let file = settings.unreadFile {
      notes.append("\(file) is the package's own and was not read; --config reads it")
    }
    return notes
  }

  private func section(
    _ title: String, _ statuses: Set<RuleOutcome.Status>, _ style: TextStyle
  ) -> String {
    let outcomes = outcomes.filter { statuses.contains($0.status) }
    guard !outcomes.isEmpty else { return "" }
    let lines = outcomes.map { "    \(RuleCatalogue.label($0.rule))  \(($0.reason ?? "").visible)\n" }
    return "\n  " + style.bold(title) + "\n" + lines.joined()
  }

  /// A file's name at the start of a line, where CI systems look for commands.
  private static func heading(_ file: String) -> String {
    let name = file.isEmpty ? "package" : file.visible
    return name.utf8.starts(with: "::".utf8) ? "./" + name : name
  }

  /// A finding as the report prints it, under the name of its file.
  package func text(of finding: Finding) -> String {
    "\(Self.heading(finding.place.file))\n\(lines(of: finding, TextStyle(isColored: false)))"
  }

  private func lines(of finding: Finding, _ style: TextStyle) -> String {
    var position: [String] = []
    if let path = finding.place.jsonPath { position.append(path) }
    if let tensor = finding.place.tensor { position.append("tensor \(tensor)") }
    if let line = finding.position?.line {
      position.append("line \(line)")
    } else if let offset = finding.place.byteOffset {
      position.append("byte \(offset)")
    }
    var text =
      "    \(style.severity(finding.severity)) \(RuleCatalogue.label(finding.rule))  \(finding.problem.visible)"
    if !position.isEmpty { text += "  " + style.dim(position.joined(separator: ", ").visible) }
    text += "\n"
    if let expected = finding.expected { text += "      expected \(expected.visible)\n" }
    if let found = finding.found { text += "      found    \(found.visible)\n" }
    if let fix = finding.fix { text += "      " + style.dim("fix: " + fix.visible) + "\n" }
    return text
  }

  private func verdict(strict: Bool, _ style: TextStyle) -> String {
    let ends = passes(strict: strict) ? style.good("PASSED") : style.bad("FAILED")
    return "\(ends)  \(summary)"
  }

  /// `2 errors, 1 warning; 40 of 43 rules hold`
  var summary: String {
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let number = count(severity)
      return number == 0 ? nil : "\(number) \(severity.rawValue)\(number == 1 ? "" : "s")"
    }
    let passed = outcomes.count { $0.status == .passed }
    let findings = counts.isEmpty ? "no findings" : counts.joined(separator: ", ")
    return "\(findings); \(passed) of \(outcomes.count) rules hold"
  }

  /// Number of findings of a severity; a rule whose means are missing is a warning of its own.
  func count(_ severity: Severity) -> Int {
    findings.count { $0.severity == severity }
      + (severity == .warning ? outcomes.count { $0.status == .meansMissing } : 0)
  }
}
