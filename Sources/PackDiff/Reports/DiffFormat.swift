import PackFiles
import PackJSON
import PackValidation

/// A form in which a comparison is given.
public enum DiffFormat: String, Sendable, Hashable, CaseIterable {
  /// For a person.
  case text
  /// One object: `docs/diff.schema.json`.
  case json
  /// One self-contained page.
  case html
}

extension PackageDiff {
  /// The comparison as a text.
  ///
  /// - Parameters:
  ///   - format: its form.
  ///   - version: of this tool.
  public func render(_ format: DiffFormat, version: String) -> String {
    switch format {
    case .text: text
    case .json: json(version: version).text(.line) + "\n"
    case .html: page(version: version)
    }
  }

  private func json(version: String) -> JSONValue {
    .object([
      "diff_format": .int(1),
      "tool": .object(["name": .string("pruning-pack"), "version": .string(version)]),
      "old": .string(old), "new": .string(new), "verdict": .string(isEqual ? "equal" : "different"),
      "sections": .array(
        sections.map { section in
          .object([
            "name": .string(section.name), "summary": .string(section.summary),
            "entries": .array(section.entries.map(\.json)),
          ])
        }),
    ])
  }

  /// Entries of a section that a person is shown.
  private static let shown = 12

  private var text: String {
    var lines = ["\(old) → \(new)".visible, ""]
    for section in sections {
      lines.append("\(section.name): \(section.summary)".visible)
      let entries = section.entries.filter(\.isVisible)
      for entry in entries.prefix(Self.shown) { lines += entry.lines.map { "  " + $0.visible } }
      if entries.count > Self.shown { lines.append("  and \(entries.count - Self.shown) more") }
    }
    if !unseen.isEmpty {
      let names = unseen.map(\.subject)
      lines.append(
        "written differently, and the same for users: "
          + (names.prefix(6).joined(separator: "; ")
          + (names.count > 6 ? " and \(names.count - 6) more" : "")).visible)
    }
    lines += ["", verdict]
    return lines.joined(separator: "\n") + "\n"
  }

  private func page(version: String) -> String {
    var page = HTMLPage(title: "\(old) and \(new)").opening
    page += "<div class=\"head\">\n<h1>\(markup(verdict))</h1>\n"
    page += "<p class=\"faint\">\(markup(old)) → \(markup(new))</p>\n</div>\n"
    for section in sections {
      page +=
        "<section>\n<h2>\(markup(section.name))</h2>\n<p class=\"faint\">\(markup(section.summary))</p>\n"
      if !section.entries.isEmpty {
        page +=
          "<table>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Old</th><th scope=\"col\">New</th>"
        page += "<th scope=\"col\">Difference</th></tr></thead>\n<tbody>\n"
        for entry in section.entries { page += entry.row }
        page += "</tbody>\n</table>\n"
      }
      page += "</section>\n"
    }
    return page + HTMLPage.closing(footer: "pruning-pack \(version)")
  }
}

extension DiffEntry {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "subject": .string(subject), "change": .string(change.rawValue), "visible": .bool(isVisible),
      "old": old.map { .string($0) } ?? .null, "new": new.map { .string($0) } ?? .null,
    ]
    for measure in measures { object[measure.name] = .double(measure.value) }
    return .object(object)
  }

  private var amount: String {
    measures.map { "\($0.name.replacing("_", with: " ")) \(DiffSides.number($0.value))" }.joined(
      separator: ", ")
  }

  fileprivate var lines: [String] {
    var first = "\(change.rawValue): \(subject)"
    if !measures.isEmpty { first += " (\(amount))" }
    let values = [
      old.map { "- \(DiffSides.cut($0, to: 200))" }, new.map { "+ \(DiffSides.cut($0, to: 200))" },
    ]
    return [first] + values.compactMap { $0 }.map { "    " + $0 }
  }

  fileprivate var row: String {
    let seen = isVisible ? "" : " · written differently"
    let cells = [old ?? "", new ?? "", measures.isEmpty ? change.rawValue : amount]
    return "<tr><th scope=\"row\">\(markup(subject + seen))</th>"
      + cells.map { "<td>\(markup($0))</td>" }.joined() + "</tr>\n"
  }
}
