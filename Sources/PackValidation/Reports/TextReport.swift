import PackFiles

extension VerifyResult {
  /// The result for a person to read.
  func text(_ options: ReportOptions) -> String {
    switch self {
    case .verified(let report):
      return report.text(
        strict: report.settings.isStrict, isColored: options.isColored, width: options.width)
    case .failed(let package, let error):
      let style = TextStyle(isColored: options.isColored)
      return style.bold(package.visible) + "\n\n" + style.bad("NOT VERIFIED") + "  \(error)".visible + "\n"
    }
  }
}

extension VerifyReport {
  /// The report for a person to read: the verdict, what is wrong, what was not checked and what was decided about rules. A
  /// report that is longer than a screen ends with a line for each error and the verdict.
  ///
  /// - Parameters:
  ///   - strict: whether warnings fail the gate.
  ///   - isColored: whether to use the terminal's colours.
  ///   - width: columns of the terminal.
  public func text(strict: Bool, isColored: Bool, width: Int = ReportOptions.standardWidth) -> String {
    let text = TextReport(report: self, strict: strict, isColored: isColored, width: width)
    return text.lines.joined(separator: "\n") + "\n"
  }

  /// What one rule found, as the report prints it.
  package func text(ofRule rule: String) -> String {
    let findings = findings.filter { $0.rule == rule }
    if findings.isEmpty { return "" }
    let entry = ReportEntry(rule: rule, findings, isRepairable: false)
    return TextEntry(style: TextStyle(isColored: false), wrap: TextWrap(width: 100)).lines(entry)
      .joined(separator: "\n") + "\n"
  }
}

/// A report for a person to read.
struct TextReport {
  private let report: VerifyReport
  private let overview: ReportOverview
  private let bound: Severity
  private let style: TextStyle
  private let wrap: TextWrap

  /// Lines of the smallest screen that is reckoned with.
  private static let screen = 24

  init(report: VerifyReport, strict: Bool, isColored: Bool, width: Int) {
    self.report = report
    overview = ReportOverview(report, strict: strict)
    bound = strict ? .warning : .error
    style = TextStyle(isColored: isColored)
    // Narrower columns than these are not readable, whatever the terminal says.
    wrap = TextWrap(width: max(width, 40))
  }

  /// All lines.
  var lines: [String] {
    if let layout = report.otherLayout { return verdict + answer(layout) }
    var lines = verdict + wrap.lines("\(Self.harmless(report.package)): \(overview.counts)", hanging: 2)
    let entry = TextEntry(style: style, wrap: wrap)
    for item in overview.entries { lines += [""] + entry.lines(item) }
    lines += gaps("Could not run", overview.unchecked) + gaps("Not applicable", overview.notApplicable)
    let notes = report.settingsNotes.flatMap { wrap.lines($0.visible, hanging: 2) }
    if !notes.isEmpty { lines += [""] + notes.map(style.dim) }
    if lines.count >= Self.screen - 1 {
      lines += recap
    } else if let repair = overview.repair {
      lines += ["", repair]
    }
    return lines
  }

  private var verdict: [String] {
    var lines = wrap.lines(overview.verdict.visible, hanging: 2)
    let word = overview.isPublishable ? "Publishable" : "Not publishable"
    if let first = lines.first, first.hasPrefix(word) {
      lines[0] = (overview.isPublishable ? style.good(word) : style.bad(word)) + first.dropFirst(word.count)
    }
    return lines
  }

  /// The end of a long report: what fails the gate, each rule with its fix where there is room, and the verdict; all of it on
  /// one screen.
  private var recap: [String] {
    let failing = overview.entries.filter { $0.severity >= bound }
    let verdict = self.verdict
    let room = Self.screen - verdict.count - 6
    let shown = failing.count > room ? failing.prefix(room - 1) : failing[...]
    let hasFixes = failing.count * 2 <= room
    var lines = failing.isEmpty ? [""] : ["", style.bold("To fix")]
    for entry in shown {
      let place = entry.messages.first?.places.first?.file ?? ""
      let problem = entry.messages.first?.problem ?? ""
      let more = entry.count > 1 ? " (\(entry.count) places)" : ""
      lines.append(wrap.cut("  \(place) \(entry.rule): \(problem)\(more)".visible))
      if hasFixes, let fix = entry.messages.first?.places.first?.finding.fix {
        lines.append(style.dim(wrap.cut("    Fix: \(fix)".visible)))
      }
    }
    if failing.count > shown.count { lines.append("  and \(failing.count - shown.count) more rules") }
    if !failing.isEmpty { lines.append("") }
    if let repair = overview.repair { lines.append(repair) }
    return lines + verdict
  }

  /// Reasons with the rules that they kept from a verdict.
  private func gaps(_ title: String, _ gaps: [ReportGap]) -> [String] {
    guard !gaps.isEmpty else { return [] }
    return ["", style.bold(title)]
      + gaps.flatMap { gap in
        wrap.lines("\(gap.rules.joined(separator: ", ")): \(gap.reason)".visible, indent: 2, hanging: 4)
          .map(style.dim)
      }
  }

  /// The answer for a directory in another layout, which `save` can convert.
  private func answer(_ layout: OtherLayout) -> [String] {
    let name = Self.harmless(report.package)
    return [""] + wrap.lines("\(name) is not a model package. Its layout: \(layout.title).", hanging: 2)
      // A command is copied: nothing breaks it.
      + ["Convert it: \(layout.command.visible)"]
      + overview.entries.filter { $0.rule != OtherLayout.rule }.flatMap {
        [""] + TextEntry(style: style, wrap: wrap).lines($0)
      }
  }

  /// A name at the start of a line, where CI systems look for commands.
  private static func harmless(_ name: String) -> String {
    let name = name.visible
    return name.utf8.starts(with: "::".utf8) ? "./" + name : name
  }
}
