import PackFiles

/// An entry of the report for a person to read.
struct TextEntry {
  let style: TextStyle
  let wrap: TextWrap

  /// Messages of an entry, and places of a message, that are shown.
  private static let limit = 4

  /// The lines of an entry, with what follows from it.
  func lines(_ entry: ReportEntry) -> [String] {
    let only = entry.messages.count == 1 ? entry.messages.first : nil
    let label = entry.label + (only.map { ": \($0.sentence)" } ?? "")
    var lines = headed(entry.severity, label)
    for message in entry.messages.prefix(Self.limit) {
      if only == nil { lines += wrap.lines(message.sentence.visible, indent: 2, hanging: 4) }
      lines += places(of: message, indent: only == nil ? 4 : 2)
      if entry.commonFix == nil, let fix = message.commonFix { lines += self.fix(fix, indent: 4) }
    }
    if entry.messages.count > Self.limit {
      lines.append("  and \(counted(entry.messages.count - Self.limit, "more message")) of this rule")
    }
    if let fix = entry.commonFix { lines += self.fix(fix, indent: 2) }
    return lines + consequences(of: entry)
  }

  /// The severity in its colour, and the text behind it.
  private func headed(_ severity: Severity, _ text: String) -> [String] {
    var lines = wrap.lines("\(severity.rawValue) \(text.visible)", hanging: 2)
    if let first = lines.first {
      lines[0] = style.severity(severity) + first.dropFirst(severity.rawValue.count)
    }
    return lines
  }

  private func places(of message: ReportMessage, indent: Int) -> [String] {
    var lines: [String] = []
    for (number, place) in message.places.prefix(Self.limit).enumerated() {
      let text = [place.file, place.inside, place.detail].compactMap { $0 }.joined(separator: ", ")
      // A name at the start of a line could be a command of a CI system; here spaces stand before it.
      var placed = wrap.lines(text.visible, indent: indent, hanging: indent + 2)
      if let first = placed.first {
        let file = place.file.visible
        placed[0] = first.replacing(file, with: style.bold(file), maxReplacements: 1)
      }
      lines += placed
      if number == 0, let excerpt = place.finding.excerpt, let position = place.finding.position {
        lines += self.excerpt(excerpt, position, indent: indent)
      }
      if let fix = place.fix { lines += self.fix(fix, indent: indent + 2) }
    }
    if message.places.count > Self.limit {
      lines.append(
        String(repeating: " ", count: indent)
          + "and \(counted(message.places.count - Self.limit, "more place"))")
    }
    return lines
  }

  private func excerpt(_ excerpt: SourceExcerpt, _ position: TextPosition, indent: Int) -> [String] {
    let number = "\(position.line)"
    let margin = String(repeating: " ", count: indent + 2)
    let gap = String(repeating: " ", count: number.utf8.count)
    let excerpt = excerpt.narrowed(to: wrap.width - indent - 5 - number.utf8.count)
    let caret = String(repeating: " ", count: excerpt.caret) + "^"
    return [
      style.dim("\(margin)\(number) | ") + excerpt.text, style.dim("\(margin)\(gap) | ") + style.bold(caret),
    ]
  }

  private func fix(_ fix: String, indent: Int) -> [String] {
    var lines = wrap.lines("Fix: " + fix.visible, indent: indent, hanging: indent + 5)
    if let first = lines.first {
      lines[0] = first.replacing("Fix:", with: style.good("Fix:"), maxReplacements: 1)
    }
    return lines
  }

  /// One line for each rule that has findings because of the entry's.
  private func consequences(of entry: ReportEntry) -> [String] {
    guard !entry.consequences.isEmpty else { return [] }
    let lines = entry.consequences.prefix(Self.limit).map { entry in
      let more = entry.count > 1 ? " (\(entry.count) places)" : ""
      let first = entry.messages.first?.sentence ?? ""
      return style.dim(TextWrap(width: wrap.width).cut("    \(entry.label)\(more): \(first.visible)"))
    }
    let rest = entry.consequences.count - lines.count
    let more = rest > 0 ? ["    and findings of \(counted(rest, "more rule"))"] : []
    return ["  This also causes:"] + lines + more
  }
}
