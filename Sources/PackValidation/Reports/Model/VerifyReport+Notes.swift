import PackFiles

extension VerifyReport {
  /// The settings of the run, and how the package was run elsewhere, in full sentences: a report without them
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
          + counted(count, "finding"))
    }
    if settings.allowsPickle { notes.append("pickles are allowed") }
    if let signer = settings.signer {
      notes.append("the package has to be signed by \(signer.summary) (\(signer.origin))")
    }
    for entry in acceptedCode {
      notes.append(
        "\(entry.file) was accepted by \(entry.by) on \(entry.date) (SHA-256 \(entry.sha256)): its code was not judged"
      )
    }
    for entry in settings.acceptedCode where !acceptedCode.contains(entry) {
      notes.append(
        "\(entry.file) with SHA-256 \(entry.sha256), accepted by \(entry.by), is not in this package")
    }
    if let file = settings.unreadFile {
      notes.append("\(file) is the package's own and was not read; --config reads it")
    }
    return notes
  }

  /// The files with findings, in the order of the first finding of each.
  var filesWithFindings: [String] {
    var seen: Set<String> = []
    return findings.map(\.place.file).filter { seen.insert($0).inserted }
  }

  /// `70 passed, 2 errors, 1 suggestion, 7 not applicable`
  var summary: String { ReportOverview(self, strict: settings.isStrict).counts }

  /// Number of findings of a severity; a rule that could not run counts as a warning.
  func count(_ severity: Severity) -> Int {
    findings.count { $0.severity == severity }
      + (severity == .warning ? outcomes.count { $0.status == .meansMissing } : 0)
  }
}
