import ModelDir
import PackFiles
import PackYAML

/// Changes of single fields of a card's front matter, which leave the rest of the text alone.
enum CardEditing {
  /// The front matter's mapping; nil when there is none, or it cannot be read.
  static func frontMatter(_ card: [UInt8]) -> YAMLValue? {
    guard let frontMatter = try? FrontMatter(card: card, name: PackageLayout.card),
      case .mapping = frontMatter.value
    else { return nil }
    return frontMatter.value
  }

  /// The card with one more line at the end of its front matter; nil where that would not add the field.
  static func adding(_ key: String, _ value: String, to card: [UInt8]) -> [UInt8]? {
    guard let block = FrontMatterBlock(card) else { return nil }
    let text =
      card[..<block.closingLine] + Array("\(key): \(value)\(FrontMatterBlock.lineEnd(of: card))".utf8)
    return checked(Array(text) + card[block.closingLine...], key, value)
  }

  /// The card with another value for a field that stands on one line; nil where it does not.
  static func replacing(_ key: String, with value: String, in card: [UInt8]) -> [UInt8]? {
    guard let block = FrontMatterBlock(card)?.text,
      let document = try? YAMLDocument(
        yaml: Array(card[block]), at: Place(file: PackageLayout.card, byteOffset: block.lowerBound)),
      document.root[key] != nil, let start = document.place(of: "$.\(key)").byteOffset,
      start < block.upperBound
    else { return nil }
    let rest = card[start..<block.upperBound]
    let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
    let line = Array("\(key): \(value)".utf8)
    return checked(Array(card[..<start]) + line + card[end...], key, value)
  }

  /// A changed card, if reading it gives the value: text of another form (`{a: b}`, several lines) cannot be edited by lines.
  static func checked(_ card: [UInt8], _ key: String, _ value: String) -> [UInt8]? {
    frontMatter(card)?[key]?.string == value ? card : nil
  }

  /// Whether a text needs no quotes in YAML, as an id of the Hub does not.
  static func isPlain(_ text: String) -> Bool {
    let isID = text.utf8.allSatisfy {
      ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "-_./".utf8.contains($0)
    }
    return isID && YAMLValue.isTextWithoutQuotes(text)
  }
}
