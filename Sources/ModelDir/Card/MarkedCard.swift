import PackFiles

/// A card's text in pieces: what pruning-pack writes, between two lines of its marks, and what is its author's.
package struct MarkedCard {
  /// A stretch of the text.
  package struct Piece: Sendable, Hashable {
    /// The name of the section; nil for what is its author's.
    package let name: String?
    /// Where it is, its marks and the last one's line end included.
    package let range: Range<Int>
  }

  /// The card.
  package let bytes: [UInt8]
  /// The pieces in order; together they are the card.
  package let pieces: [Piece]

  private static let opening = Array("<!-- pruning-pack: ".utf8)
  private static let closing = Array("<!-- /pruning-pack: ".utf8)
  private static let end = Array(" -->".utf8)

  /// Finds the marks. Those in the front matter and in blocks of code are none, nor is one without its other half.
  package init(_ card: [UInt8]) {
    bytes = card
    var pieces: [Piece] = []
    var position = FrontMatterBlock(card)?.closingLine ?? 0
    var done = 0
    var open: (name: String, start: Int)?
    var fence = CodeFence()
    while position < card.count {
      let lineEnd = card[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? card.count
      let line = card[position..<lineEnd]
      if open == nil { fence.read(line) }
      if !fence.isOpen || open != nil, let name = Self.name(line, Self.opening) {
        open = (name, position)
      } else if let section = open, Self.name(line, Self.closing) == section.name {
        if section.start > done { pieces.append(Piece(name: nil, range: done..<section.start)) }
        pieces.append(Piece(name: section.name, range: section.start..<lineEnd))
        done = lineEnd
        open = nil
      }
      position = lineEnd
    }
    if done < card.count { pieces.append(Piece(name: nil, range: done..<card.count)) }
    self.pieces = pieces
  }

  /// Whether there is any section.
  package var hasMarks: Bool { pieces.contains { $0.name != nil } }

  /// The text of each section with its marks, by its name.
  package var sections: [String: [UInt8]] {
    var sections: [String: [UInt8]] = [:]
    for piece in pieces {
      if let name = piece.name, sections[name] == nil { sections[name] = Array(bytes[piece.range]) }
    }
    return sections
  }

  /// What is not in a section.
  package var ownText: [UInt8] { pieces.filter { $0.name == nil }.flatMap { bytes[$0.range] } }

  /// Whether a section says anything.
  package func hasText(_ name: String) -> Bool {
    (sections[name] ?? []).count { $0 == 0x0A } > 2
  }

  /// The card with other sections, in its own line ends; a section that it has not is not added.
  ///
  /// - Parameter sections: the new ones with their marks, by name; lines end with `\n`.
  package func renewed(_ sections: [String: [UInt8]]) -> [UInt8] {
    let feed = bytes.firstIndex(of: 0x0A) ?? 0
    let hasReturns = feed > 0 && bytes[feed - 1] == 0x0D
    var result: [UInt8] = []
    var sections = sections
    for piece in pieces {
      // A section that stands twice is renewed once.
      guard let name = piece.name, let section = sections.removeValue(forKey: name) else {
        result += bytes[piece.range]
        continue
      }
      var text = hasReturns ? section.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } : section
      // The last line of a file need not end.
      if bytes[piece.range].last != 0x0A {
        while text.last == 0x0A || text.last == 0x0D { text.removeLast() }
      }
      result += text
    }
    return result
  }

  /// The name in a line that is a mark.
  private static func name(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> String? {
    guard line.starts(with: mark) else { return nil }
    var rest = line.dropFirst(mark.count)
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    guard rest.suffix(end.count).elementsEqual(end) else { return nil }
    rest = rest.dropLast(end.count)
    guard !rest.isEmpty, rest.allSatisfy({ $0.isASCIILetter }) else { return nil }
    return String(decoding: rest, as: UTF8.self)
  }
}

/// Whether a line of Markdown stands in a block of code.
private struct CodeFence {
  private var character: UInt8 = 0
  private var length = 0

  var isOpen: Bool { length > 0 }

  mutating func read(_ line: ArraySlice<UInt8>) {
    let indent = line.prefix { $0 == 0x20 }.count
    let rest = line.dropFirst(indent)
    guard indent < 4, let first = rest.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return
    }
    let count = rest.prefix { $0 == first }.count
    let info = rest.dropFirst(count)
    if !isOpen {
      // A fence of backticks has none behind it.
      if count >= 3, first == UInt8(ascii: "~") || !info.contains(first) {
        (character, length) = (first, count)
      }
    } else if first == character, count >= length, info.allSatisfy({ $0 <= 0x20 }) {
      length = 0
    }
  }
}
