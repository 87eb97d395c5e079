import PackTemplates

/// What somebody has written into a card, as opposed to what the template gave it.
package enum CardProse {
  /// The lines of a card's text that would be lost if another card took its place.
  ///
  /// Front matter, sections between marks, empty lines and what a line of a template may have become do not count.
  ///
  /// - Parameters:
  ///   - old: the card that is there.
  ///   - new: the card that would replace it.
  package static func lost(from old: String, in new: String) -> [String] {
    let kept = Set(body(new).map(trimmed))
    return body(old).map(trimmed).filter { line in
      !line.isEmpty && !kept.contains(line) && !patterns.contains { matches(line, $0) }
    }
  }

  /// The lines below the front matter.
  private static func body(_ card: String) -> [Substring] {
    var bytes = MarkedCard(Array(card.utf8)).ownText
    if let block = FrontMatterBlock(bytes) { bytes.removeFirst(min(block.closingLine, bytes.count)) }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).drop {
      $0.allSatisfy { $0 == "-" || $0.isWhitespace }
    }.map { $0 }
  }

  private static func trimmed(_ line: Substring) -> String {
    String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// The fixed parts of the templates' lines, between which any text may stand.
  private static let patterns: [[String]] = {
    let notice = LicenseTerms.notice("{{license}}")
    let template = String(decoding: MarkedCard(Array(CardTemplate.text.utf8)).ownText, as: UTF8.self)
    let templates = [
      template, CardTemplate.textWithoutMarks, ExportCardTemplate.text, GraphCardTemplate.text, notice,
    ]
    let lines = templates.flatMap {
      $0.split(separator: "\n")
    }
    return lines.map { line in
      var parts = [""]
      var rest = trimmed(line)[...]
      while let start = rest.firstRange(of: "{{"), let end = rest[start.upperBound...].firstRange(of: "}}") {
        parts[parts.count - 1] += rest[..<start.lowerBound]
        parts.append("")
        rest = rest[end.upperBound...]
      }
      parts[parts.count - 1] += rest
      return parts
    }.filter { parts in parts.count == 1 || parts.contains { $0.count > 1 } }
  }()

  /// Whether a line has the parts in their order, the first at its beginning and the last at its end.
  private static func matches(_ line: String, _ parts: [String]) -> Bool {
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return parts == [line] }
    guard line.hasPrefix(first) else { return false }
    var rest = line.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}
