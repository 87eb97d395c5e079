import Files
import ModelDir

extension VerifyReport {
  /// The report for a person to read: findings grouped by file, and one line of verdict at the end.
  ///
  /// - Parameters:
  ///   - strict: whether warnings fail the gate.
  ///   - isColored: whether to use the terminal's colours.
  public func text(strict: Bool, isColored: Bool) -> String {
    let style = TextStyle(isColored: isColored)
    var text = style.bold(package) + "\n"
    var files: [String] = []
    for finding in findings where !files.contains(finding.place.file) { files.append(finding.place.file) }
    for file in files {
      text += "\n  " + style.bold(file) + "\n"
      for finding in findings where finding.place.file == file { text += lines(of: finding, style) }
    }
    let unchecked = outcomes.filter { $0.status == .prerequisiteFailed || $0.status == .meansMissing }
    if !unchecked.isEmpty {
      text += "\n  " + style.bold("not checked") + "\n"
      for outcome in unchecked {
        text += "    \(outcome.rule)  \(outcome.reason ?? "")\n"
      }
    }
    let ignored = outcomes.filter { $0.status == .ignored }.map(\.rule)
    if !ignored.isEmpty {
      text += "\n  " + style.bold("ignored") + "  " + ignored.joined(separator: ", ") + "\n"
    }
    return text + "\n" + verdict(strict: strict, style) + "\n"
  }

  private func lines(of finding: Finding, _ style: TextStyle) -> String {
    var position: [String] = []
    if let path = finding.place.jsonPath { position.append(path) }
    if let tensor = finding.place.tensor { position.append("tensor \(tensor)") }
    if let offset = finding.place.byteOffset { position.append("byte \(offset)") }
    var text = "    \(style.severity(finding.severity)) \(finding.rule)  \(finding.problem)"
    if !position.isEmpty { text += "  " + style.dim(position.joined(separator: ", ")) }
    text += "\n"
    if let expected = finding.expected { text += "      expected \(expected)\n" }
    if let found = finding.found { text += "      found    \(found)\n" }
    if let fix = RuleCatalogue.rule(finding.rule)?.fix { text += "      " + style.dim("fix: " + fix) + "\n" }
    return text
  }

  private func verdict(strict: Bool, _ style: TextStyle) -> String {
    func count(_ severity: Severity, _ word: String) -> String? {
      let number = findings.count { $0.severity == severity }
      return number == 0 ? nil : "\(number) \(word)\(number == 1 ? "" : "s")"
    }
    let counts = [count(.error, "error"), count(.warning, "warning"), count(.suggestion, "suggestion")]
      .compactMap { $0 }
    let passed = outcomes.count { $0.status == .passed }
    let summary = counts.isEmpty ? "no findings" : counts.joined(separator: ", ")
    let ends = passes(strict: strict) ? style.good("PASSED") : style.bad("FAILED")
    return "\(ends)  \(summary); \(passed) of \(outcomes.count) rules hold"
  }
}
