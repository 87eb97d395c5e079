import ModelDir
import PackFiles

/// The head of a package's part: its verdict in a sentence, its counts, and which package was verified, when and how.
struct HTMLHead {
  let options: ReportOptions
  let outline: HTMLOutline

  /// The head of a package that was judged.
  ///
  /// - Parameter sections: names and titles of the sections below it.
  func head(_ report: VerifyReport, _ overview: ReportOverview, sections: [(name: String, title: String)])
    -> String
  {
    let counts = overview.tallies.map { tally in
      let kind = tally.severity.map { " class=\"\($0.rawValue)\"" } ?? ""
      return "<li\(kind)><b>\(tally.count)</b> \(markup(tally.words))</li>\n"
    }
    var facts = [("Package", "<code>\(markup(report.package))</code>")]
    if let mode = report.contents?.mode { facts.append(("Mode", markup(mode.rawValue))) }
    switch report.contentDigest {
    case .sha256(let digest): facts.append(("Digest", "<code>sha256:\(markup(digest))</code>"))
    case .failed(let reason): facts.append(("Digest", "not computed: \(markup(reason))"))
    case nil: break
    }
    let links = sections.map { "<li><a href=\"#\(outline.id($0.name))\">\($0.title)</a></li>\n" }
    let advice = report.otherLayout.map { layout in
      """
      <p>This is \(markup(layout.title)), not a package. Convert it:</p>
      <pre tabindex="0">\(markup(layout.command))</pre>

      """
    }
    return """
      <header class="head \(overview.isPublishable ? "passed" : "failed")">
      \(heading(report.package, overview.isPublishable ? "passed" : "failed"))\
      <p class="verdict">\(messageMarkup(overview.verdict)).</p>
      \(advice ?? "")<ul class="counts">
      \(counts.joined())</ul>
      \(list(facts + run))<nav class="contents" aria-label="Contents of \(markup(outline.prefix))"><ul>
      \(links.joined())</ul></nav>
      </header>

      """
  }

  /// The head of a directory that could not be read.
  func head(unread package: String, _ error: any LocatedError) -> String {
    """
    <header class="head failed">
    \(heading(package, "not verified"))<p class="verdict">\(messageMarkup("\(error)")).</p>
    \(list([("Package", "<code>\(markup(package))</code>")] + run))</header>

    """
  }

  /// When and how the packages were verified; it is said once on a page.
  var run: [(String, String)] {
    guard outline.level == 1 else { return [] }
    var facts: [(String, String)] = []
    if let date = options.date { facts.append(("Date", "<time>\(markup(date))</time>")) }
    if !options.command.isEmpty {
      let words = options.command.map(Self.quoted).joined(separator: " ")
      facts.append(("Command", "<code>\(markup(words))</code>"))
    }
    return facts
  }

  /// Names and what they stand for, in HTML.
  func list(_ facts: [(String, String)]) -> String {
    guard !facts.isEmpty else { return "" }
    return "<dl class=\"facts\">" + facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>\n" }.joined() + "</dl>\n"
  }

  private func heading(_ package: String, _ badge: String) -> String {
    """
    <div class="heading">
    \(outline.heading(0, markup(lastPathComponent(package))))<span class="badge">\(badge)</span>
    </div>

    """
  }

  /// A word as a shell reads it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./=:,+@%".utf8.contains(byte)
      }
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
