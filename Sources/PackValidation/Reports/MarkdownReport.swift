import PackFiles

/// Results as Markdown for the summary of a step of GitHub Actions.
struct MarkdownReport {
  let options: ReportOptions

  /// Messages of an entry, and places of a message, that are shown: a summary has a limit of 1 MiB.
  private static let limit = 4

  /// The section of a package.
  func section(_ result: VerifyResult) -> String {
    switch result {
    case .failed(let package, let error):
      return "### \(MarkdownText.escaped(package)): not verified\n\n\(MarkdownText.escaped("\(error)"))\n\n"
    case .verified(let report):
      let overview = ReportOverview(report, strict: report.settings.isStrict)
      let sign = overview.isPublishable ? "✅" : "❌"
      var text = "### \(sign) \(MarkdownText.escaped(report.package))\n\n"
      text += "**\(MarkdownText.escaped(overview.verdict))**\n\n\(overview.counts)\n\n"
      if let layout = report.otherLayout {
        text +=
          "Layout: \(MarkdownText.escaped(layout.title)). Convert it: \(MarkdownText.code(layout.command))\n\n"
        return text + table(overview.entries.filter { $0.rule != OtherLayout.rule })
      }
      text += table(overview.entries)
      if let repair = overview.repair { text += MarkdownText.escaped(repair) + "\n\n" }
      text += gaps("Could not run", overview.unchecked)
      text += gaps("Not applicable", overview.notApplicable)
      for note in report.settingsNotes { text += "- \(MarkdownText.escaped(note))\n" }
      return text + (report.settingsNotes.isEmpty ? "" : "\n")
    }
  }

  private func table(_ entries: [ReportEntry]) -> String {
    if entries.isEmpty { return "" }
    let rows = entries.map { entry in
      let cells = [
        entry.severity.rawValue,
        "**\(entry.rule)** \(MarkdownText.escaped(RuleCatalogue.rule(entry.rule)?.name ?? ""))",
        problem(of: entry), fix(of: entry),
      ]
      return "| \(cells.joined(separator: " | ")) |\n"
    }
    return "| | rule | what is wrong | fix |\n|---|---|---|---|\n" + rows.joined() + "\n"
  }

  private func problem(of entry: ReportEntry) -> String {
    var lines: [String] = []
    for message in entry.messages.prefix(Self.limit) {
      lines.append(MarkdownText.rich(message.sentence))
      for place in message.places.prefix(Self.limit) {
        let more = [place.inside, place.detail].compactMap { $0 }.joined(separator: ", ")
        lines.append(MarkdownText.code(place.file) + (more.isEmpty ? "" : " " + MarkdownText.escaped(more)))
      }
      let rest = message.places.count - Self.limit
      if rest > 0 { lines.append("and \(counted(rest, "more place"))") }
    }
    let rest = entry.messages.count - Self.limit
    if rest > 0 { lines.append("and \(counted(rest, "more message"))") }
    if !entry.consequences.isEmpty {
      lines.append("This also causes: " + entry.consequences.map(\.rule).joined(separator: ", "))
    }
    return lines.joined(separator: "<br>")
  }

  private func fix(of entry: ReportEntry) -> String {
    if let fix = entry.commonFix { return MarkdownText.rich(fix) }
    var seen: Set<String> = []
    let fixes = entry.messages.flatMap { $0.places.compactMap(\.finding.fix) }.filter {
      seen.insert($0).inserted
    }
    let rest = fixes.count > Self.limit ? ["…"] : []
    return (fixes.prefix(Self.limit).map(MarkdownText.rich) + rest).joined(separator: "<br>")
  }

  private func gaps(_ title: String, _ gaps: [ReportGap]) -> String {
    guard !gaps.isEmpty else { return "" }
    let count = gaps.reduce(0) { $0 + $1.rules.count }
    let lines = gaps.map { "- \(MarkdownText.escaped($0.reason)): \($0.rules.joined(separator: ", "))\n" }
    return
      "<details><summary>\(title): \(counted(count, "rule"))</summary>\n\n\(lines.joined())\n</details>\n\n"
  }
}
