import PackFiles

/// What is wrong: an entry per rule, the most severe first, with its places, its fix, and its consequences folded below.
struct HTMLFindings {
  let report: VerifyReport
  let overview: ReportOverview
  let outline: HTMLOutline

  /// Places of a message, and messages of a rule, that are seen at once.
  private static let shown = 5
  /// And those that are on the page at all: a package that nobody has judged may have any number.
  private static let limit = 200

  /// The section.
  var section: String {
    var body = overview.entries.isEmpty ? "<p>No findings.</p>\n" : filter
    if let repair = overview.repair {
      let flag = "verify --fix"
      body += "<p>\(markup(repair).replacing(flag, with: "<code>\(flag)</code>", maxReplacements: 1)).</p>\n"
    }
    body += overview.entries.map(entry).joined()
    return outline.section("findings", "Findings", body)
  }

  // MARK: Filter

  /// A box for each severity that occurs; the style hides the entries of those that are not checked.
  private var filter: String {
    let boxes = Severity.allCases.reversed().compactMap { severity -> String? in
      guard overview.entries.contains(where: { $0.severity == severity }) else { return nil }
      return """
        <label><input type="checkbox" class="show-\(severity.rawValue)" checked>\(severity.rawValue)s</label>

        """
    }
    guard boxes.count > 1 else { return "" }
    return "<fieldset class=\"filter\">\n<legend>Show</legend>\n\(boxes.joined())</fieldset>\n"
  }

  // MARK: Entries

  private func entry(_ entry: ReportEntry) -> String {
    let only = entry.messages.count == 1 ? entry.messages.first : nil
    var text = """
      <div class="entry \(entry.severity.rawValue)" id="\(outline.id(entry.rule))">
      <p class="rule"><span class="grade">\(entry.severity.rawValue)</span> \(markup(entry.label))</p>
      \(outline.heading(2, messageMarkup(only?.problem ?? Self.capitalized(entry.headline))))
      """
    if let only {
      text += self.body(of: only)
    } else {
      let items = entry.messages.prefix(Self.limit).map { message in
        let fix = entry.commonFix == nil ? message.commonFix.map(self.fix) : nil
        return "<li>\n<p>\(messageMarkup(message.problem))</p>\n\(self.body(of: message))\(fix ?? "")</li>\n"
      }
      text += folded(items, of: entry.messages.count, "finding", "messages")
    }
    if let fix = entry.commonFix { text += self.fix(fix) }
    if !entry.consequences.isEmpty { text += consequences(of: entry) }
    if let rule = RuleCatalogue.rule(entry.rule) {
      text += "<details>\n<summary>Why it matters</summary>\n<p>\(messageMarkup(rule.why))</p>\n</details>\n"
    }
    return text + "</div>\n"
  }

  /// What a message says beside its sentence: expected, found and the places.
  private func body(of message: ReportMessage) -> String {
    var detail = ""
    if message.commonDetail != nil, let finding = message.places.first?.finding {
      detail = self.detail(finding)
    }
    let items = message.places.prefix(Self.limit).map(item)
    let places = folded(items, of: message.places.count, "place", "places")
    return items.count == 1 ? places + detail : detail + places
  }

  private func item(_ place: ReportPlace) -> String {
    var text = "<li><code>\(markup(place.file))</code>"
    if let inside = place.inside { text += " <small class=\"faint\">\(markup(inside))</small>" }
    if let excerpt = place.finding.excerpt, let position = place.finding.position {
      text += "\n" + self.excerpt(excerpt, line: position.line)
    }
    if place.detail != nil { text += "\n" + detail(place.finding) }
    if let fix = place.fix { text += "\n" + self.fix(fix) }
    return text + "</li>\n"
  }

  private func detail(_ finding: Finding) -> String {
    guard finding.expected != nil || finding.found != nil else { return "" }
    let parts = [("expected", finding.expected), ("found", finding.found)].compactMap { name, value in
      value.map { "<dt>\(name)</dt><dd>\(messageMarkup($0))</dd>" }
    }
    return "<dl>\(parts.joined())</dl>\n"
  }

  private func excerpt(_ excerpt: SourceExcerpt, line: Int) -> String {
    let number = "\(line)"
    let margin = String(repeating: " ", count: number.utf8.count)
    let caret = String(repeating: " ", count: excerpt.caret)
    return """
      <pre class="excerpt" tabindex="0"><span class="line">\(number) | </span>\(markup(excerpt.text))
      <span class="line" aria-hidden="true">\(margin) | </span>\(caret)<span class="caret" aria-hidden="true">^</span></pre>

      """
  }

  private func fix(_ fix: String) -> String { "<p class=\"fix\"><b>Fix:</b> \(messageMarkup(fix))</p>\n" }

  /// The rules that have findings because of the entry's, folded.
  private func consequences(of entry: ReportEntry) -> String {
    let items = entry.consequences.map { consequence in
      let places = consequence.count > 1 ? " (\(consequence.count) places)" : ""
      let sentence = consequence.messages.first?.sentence ?? ""
      return "<li><b>\(markup(consequence.label))</b>\(places): \(messageMarkup(sentence))</li>\n"
    }
    return """
      <details>
      <summary>\(counted(entry.consequences.count, "further rule")) found what follows from it</summary>
      <ul>
      \(items.joined())</ul>
      </details>

      """
  }

  /// The first items as a list, the others folded below it.
  private func folded(_ items: [String], of count: Int, _ noun: String, _ list: String) -> String {
    var text = "<ul class=\"\(list == "places" ? "places" : "messages")\">\n"
    text += items.prefix(Self.shown).joined() + "</ul>\n"
    guard count > Self.shown else { return text }
    text +=
      "<details>\n<summary>\(counted(count - Self.shown, "more \(noun)"))</summary>\n<ul class=\"\(list)\">\n"
    text += items.dropFirst(Self.shown).joined() + "</ul>\n"
    if count > items.count { text += "<p class=\"faint\">\(count - items.count) are not shown.</p>\n" }
    return text + "</details>\n"
  }

  /// The text with a capital letter first.
  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
