import PackFiles

/// Results as one page that needs nothing else: the verdicts first, then what is wrong, then all that was looked at.
struct HTMLReport {
  let options: ReportOptions

  /// The whole page.
  func page(_ results: [VerifyResult]) -> String {
    let title =
      results.count == 1
      ? "\(lastPathComponent(results[0].package)) verified" : "\(results.count) packages verified"
    var body = results.count > 1 ? index(results) : ""
    for (index, result) in results.enumerated() {
      body += article(
        result, HTMLOutline(prefix: "package-\(index + 1)", level: results.count == 1 ? 1 : 2))
    }
    return HTMLPage(title: title).opening + body
      + HTMLPage.closing(footer: "\(ReportOptions.toolName) \(options.toolVersion)")
  }

  // MARK: Index

  private func index(_ results: [VerifyResult]) -> String {
    let verdicts = results.map(Self.verdict)
    let counts = ["passed", "failed", "not verified"].compactMap { word in
      let count = verdicts.count { $0.badge == word }
      return count == 0 ? nil : "\(count) \(word)"
    }
    let items = zip(results, verdicts).enumerated().map { index, item in
      """
      <li class="\(item.1.badge == "passed" ? "passed" : "failed")"><span class="badge">\(item.1.badge)</span>
      <div><a href="#package-\(index + 1)">\(markup(item.0.package))</a>
      <p>\(messageMarkup(item.1.sentence)).</p></div></li>

      """
    }
    let head = HTMLHead(options: options, outline: HTMLOutline(prefix: "index", level: 1))
    return """
      <header class="index">
      <h1>\(results.count) packages verified</h1>
      <p class="verdict">\(counts.joined(separator: ", ")).</p>
      <nav aria-label="Packages"><ul>
      \(items.joined())</ul></nav>
      \(head.list(head.run))</header>

      """
  }

  private static func verdict(_ result: VerifyResult) -> (badge: String, sentence: String) {
    switch result {
    case .failed(_, let error): return ("not verified", "\(error)")
    case .verified(let report):
      let overview = ReportOverview(report, strict: report.settings.isStrict)
      return (overview.isPublishable ? "passed" : "failed", overview.verdict)
    }
  }

  // MARK: Packages

  private func article(_ result: VerifyResult, _ outline: HTMLOutline) -> String {
    let head = HTMLHead(options: options, outline: outline)
    let content: String
    switch result {
    case .failed(let package, let error): content = head.head(unread: package, error)
    case .verified(let report):
      let overview = ReportOverview(report, strict: report.settings.isStrict)
      let sections = sections(report, overview, outline).filter { !$0.content.isEmpty }
      content =
        head.head(report, overview, sections: sections.map { ($0.name, $0.title) })
        + sections.map(\.content).joined()
    }
    return "<article id=\"\(outline.prefix)\">\n\(content)</article>\n"
  }

  private func sections(
    _ report: VerifyReport, _ overview: ReportOverview, _ outline: HTMLOutline
  ) -> [(name: String, title: String, content: String)] {
    let contents = report.contents.map { HTMLContents(contents: $0, outline: outline) }
    let smoke = report.smoke.map {
      HTMLSmoke(inference: $0, threshold: report.contents?.threshold, outline: outline).section
    }
    let coverage = report.coverage.map { HTMLCoverage(coverage: $0, outline: outline).section }
    return [
      ("findings", "Findings", HTMLFindings(report: report, overview: overview, outline: outline).section),
      ("checked", "What was checked", coverage ?? ""),
      (
        "outputs", "Same outputs as PyTorch",
        HTMLOutputChecks(checks: report.outputChecks, outline: outline).section
      ),
      ("smoke", "Smoke inference", smoke ?? ""),
      ("files", "Files", contents?.files ?? ""),
      ("weights", "Weights", contents?.weights ?? ""),
      ("rules", "Rules", HTMLRules(report: report, overview: overview, outline: outline).section),
    ]
  }
}
