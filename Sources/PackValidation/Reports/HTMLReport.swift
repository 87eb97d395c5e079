import ModelDir
import PackFiles

/// Results as one page that needs nothing else: no script, no font, no picture, and readable without its style.
///
/// Everything that comes from a package is escaped, and the page's policy lets a browser load and run nothing.
struct HTMLReport {
  let options: ReportOptions

  /// The whole page.
  func page(_ results: [VerifyResult]) -> String {
    let title =
      results.count == 1
      ? "\(lastPathComponent(results[0].package)) verified" : "\(results.count) packages verified"
    var body = ""
    if results.count > 1 { body += overview(results) }
    for (index, result) in results.enumerated() { body += section(result, index: index) }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(markup(title))</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      <main>
      \(body)</main>
      <footer>\(ReportOptions.toolName) \(markup(options.toolVersion))</footer>
      </body>
      </html>

      """
  }

  private func overview(_ results: [VerifyResult]) -> String {
    let items = results.enumerated().map { index, result in
      "<li>\(Self.badge(result)) <a href=\"#package-\(index + 1)\">\(markup(result.package))</a></li>\n"
    }
    return "<nav>\n<ul class=\"overview\">\n\(items.joined())</ul>\n</nav>\n"
  }

  private func section(_ result: VerifyResult, index: Int) -> String {
    let head = """
      <article id="package-\(index + 1)">
      <header>
      <h1>\(markup(lastPathComponent(result.package)))</h1>
      \(Self.badge(result))

      """
    switch result {
    case .failed(let package, let error):
      return head + "<p class=\"summary\">\(markup(package)) could not be read.</p>\n</header>\n"
        + "<p class=\"problem\">\(markup("\(error)"))</p>\n</article>\n"
    case .verified(let report):
      let contents = report.contents.map { HTMLContents(contents: $0) }
      return head
        + "<p class=\"summary\">\(markup(summary(report)))</p>\n</header>\n"
        + HTMLFindings(report: report).markup
        + (report.smoke.map { HTMLSmoke(inference: $0).markup } ?? "")
        + (contents?.layout ?? "") + (contents?.weights ?? "")
        + HTMLFindings(report: report).rules + "</article>\n"
    }
  }

  private func summary(_ report: VerifyReport) -> String {
    var parts = [report.package]
    if let mode = report.contents?.mode { parts.append("mode \(mode.rawValue)") }
    parts.append(report.summary)
    if report.settings.isStrict { parts.append("strict") }
    return parts.joined(separator: " · ")
  }

  private static func badge(_ result: VerifyResult) -> String {
    switch result {
    case .failed: "<strong class=\"badge failed\">not verified</strong>"
    case .verified(let report) where report.passes(strict: report.settings.isStrict):
      "<strong class=\"badge passed\">passed</strong>"
    case .verified: "<strong class=\"badge failed\">failed</strong>"
    }
  }
}
