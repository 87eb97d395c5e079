/// Where the front matter of a card lies: between two lines of `---`, as the Hub and its client find it.
package struct FrontMatterBlock {
  /// The YAML text, without the line break before the closing line.
  package let text: Range<Int>
  /// Where the closing line begins, and so where another line of YAML may be added.
  package let closingLine: Int

  /// The bytes of a byte order mark, which the client passes over.
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// - Returns: nil where the card has no front matter.
  package init?(_ card: [UInt8]) {
    var position = Self.start(of: card)
    while let space = Self.space(card, position) { position = space }
    guard card[position...].starts(with: "---".utf8), let start = Self.afterBreak(card, position + 3) else {
      return nil
    }
    // Of `\r\n`, the first half ends the opening line where nothing else makes a block.
    guard let end = Self.end(card, from: start) ?? Self.end(card, from: position + 4) else { return nil }
    text = (end.text < start ? position + 4 : start)..<end.text
    closingLine = end.line
  }

  /// The lines of a card's text, all that stands below the front matter, without their ends; the bytes of a card have no others.
  package static func prose(of card: [UInt8]) -> [ArraySlice<UInt8>] {
    var rest = card[start(of: card)...]
    if let block = FrontMatterBlock(card) {
      rest = card[block.closingLine...].drop { $0 != 0x0A }.dropFirst()
    }
    return rest.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
  }

  /// Where the text of a card begins: behind a byte order mark.
  package static func start(of card: [UInt8]) -> Int { card.starts(with: byteOrderMark) ? 3 : 0 }

  /// What ends the first line of a card, and so is to end those that are added.
  package static func lineEnd(of card: [UInt8]) -> String {
    let feed = card.firstIndex(of: 0x0A) ?? 0
    return feed > 0 && card[feed - 1] == 0x0D ? "\r\n" : "\n"
  }

  /// The first line of `---` with nothing but blanks behind it; a lone `\r` does not end it.
  private static func end(_ card: [UInt8], from start: Int) -> (text: Int, line: Int)? {
    var position = start
    while let found = card[position...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
      guard let line = afterBreak(card, found) else { return nil }
      if card[line...].starts(with: "---".utf8) {
        var end = line + 3
        while end < card.count, card[end] == 0x20 || card[end] == 0x09 { end += 1 }
        if end == card.count || card[end] == 0x0A || card[end...].starts(with: [0x0D, 0x0A]) {
          return (found, line)
        }
      }
      position = found + 1
    }
    return nil
  }

  /// The position after the line break at `position`, or nil when there is none.
  private static func afterBreak(_ bytes: [UInt8], _ position: Int) -> Int? {
    guard position < bytes.count else { return nil }
    if bytes[position] == 0x0A { return position + 1 }
    guard bytes[position] == 0x0D else { return nil }
    return position + 1 < bytes.count && bytes[position + 1] == 0x0A ? position + 2 : position + 1
  }

  /// The position after one character of white space, of Unicode's and the separators U+001C to U+001F.
  private static func space(_ bytes: [UInt8], _ position: Int) -> Int? {
    guard position < bytes.count else { return nil }
    switch bytes[position] {
    case 0x09...0x0D, 0x1C...0x20: return position + 1
    case 0xC2 where position + 1 < bytes.count && [0x85, 0xA0].contains(bytes[position + 1]):
      return position + 2
    case 0xE1, 0xE2, 0xE3:
      guard position + 2 < bytes.count else { return nil }
      let rest = UInt32(bytes[position + 1] & 0x3F) << 6 | UInt32(bytes[position + 2] & 0x3F)
      switch UInt32(bytes[position] & 0x0F) << 12 | rest {
      case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return position + 3
      default: return nil
      }
    default: return nil
    }
  }
}
