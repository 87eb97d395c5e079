import PackFiles
import ModelDir
import PackYAML

extension Fix {
  /// CARD001, CARD004, CARD005, CARD006: the fields of the front matter that follow from the package.
  static let cardFields = Fix("CARD001", "CARD004", "CARD005", "CARD006") { plan in
    guard let mode = plan.package.mode, var card = plan.bytes(PackageLayout.card) else { return }
    if FrontMatter.block(of: card) == nil, plan.allows("CARD001") {
      card = Array("---\nlibrary_name: transformers\n---\n\n".utf8) + card
      plan.write(PackageLayout.card, card, for: "CARD001")
    }
    if plan.allows("CARD004"), plan.hasFinding("CARD004"),
      let changed = replacing("pipeline_tag", with: mode.pipelineTag, in: card)
    {
      card = changed
      plan.write(PackageLayout.card, card, for: "CARD004")
    }
    var fields = [("CARD005", "library_name", "transformers"), ("CARD004", "pipeline_tag", mode.pipelineTag)]
    if let baseModel = baseModel(plan), isPlain(baseModel) {
      fields.append(("CARD006", "base_model", baseModel))
    }
    for (rule, key, value) in fields where plan.allows(rule) {
      guard let values = frontMatter(card), values[key] == nil || values[key]?.isNull == true else {
        continue
      }
      let changed =
        values[key] == nil ? adding(key, value, to: card) : replacing(key, with: value, in: card)
      guard let changed else { continue }
      card = changed
      plan.write(PackageLayout.card, card, for: rule)
    }
  }

  /// The front matter's mapping; nil when there is none, or it cannot be read.
  private static func frontMatter(_ card: [UInt8]) -> YAMLValue? {
    guard let frontMatter = try? FrontMatter(card: card, name: PackageLayout.card),
      case .mapping = frontMatter.value
    else { return nil }
    return frontMatter.value
  }

  /// The card with one more line at the end of its front matter; nil where that would not add the field.
  private static func adding(_ key: String, _ value: String, to card: [UInt8]) -> [UInt8]? {
    guard let block = FrontMatter.block(of: card) else { return nil }
    let text = card[..<block.upperBound] + Array("\(key): \(value)\(lineEnd(card))".utf8)
    return checked(Array(text) + card[block.upperBound...], key, value)
  }

  /// The card with another value for a field that stands on one line; nil where it does not.
  private static func replacing(_ key: String, with value: String, in card: [UInt8]) -> [UInt8]? {
    guard let block = FrontMatter.block(of: card),
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
  private static func checked(_ card: [UInt8], _ key: String, _ value: String) -> [UInt8]? {
    frontMatter(card)?[key]?.string == value ? card : nil
  }

  private static func lineEnd(_ card: [UInt8]) -> String {
    let feed = card.firstIndex(of: 0x0A) ?? 0
    return feed > 0 && card[feed - 1] == 0x0D ? "\r\n" : "\n"
  }

  /// Whether a text needs no quotes in YAML, as an id of the Hub does not.
  private static func isPlain(_ text: String) -> Bool {
    let isID = text.utf8.allSatisfy {
      ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "-_./".utf8.contains($0)
    }
    return isID && YAMLValue.scalar(text, isPlain: true).string != nil
  }
}
