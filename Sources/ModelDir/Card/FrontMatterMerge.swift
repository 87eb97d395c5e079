import PackFiles
import PackYAML

/// Brings the front matter of a card up to date, and leaves what its author wrote there as it stands.
enum FrontMatterMerge {
  /// The card with keys that were missing in its front matter, and other values for some.
  ///
  /// - Parameters:
  ///   - card: the card.
  ///   - new: the card as it would be written now; one of a package.
  ///   - keys: the keys whose values are the new card's, and which go away where that has none.
  /// - Returns: nil where its front matter cannot be edited by lines, as in braces.
  static func merged(_ card: [UInt8], with new: [UInt8], replacing keys: Set<String>) -> [UInt8]? {
    guard let newBlock = FrontMatterBlock(new),
      let wanted = try? FrontMatterLines(yaml: Array(new[newBlock.text]), name: PackageLayout.card)
    else { return nil }
    guard let block = FrontMatterBlock(card) else {
      return Array(new[..<newBlock.closingLine]) + Array("---\n\n".utf8) + card
    }
    let yaml = Array(card[block.text])
    guard let old = try? FrontMatterLines(yaml: yaml, name: PackageLayout.card) else { return nil }
    let ending: [UInt8] = yaml.contains(0x0D) ? [0x0D, 0x0A] : [0x0A]
    let lines = { (entry: FrontMatterLines.Entry) in
      entry.text.flatMap { $0 == 0x0A ? ending : [$0] }
    }
    var there: Set<String> = []
    if case .mapping(let pairs) = old.value { there = Set(pairs.map(\.key)) }
    var text: [UInt8] = []
    for entry in wanted.entries where !there.contains(entry.key) { text += lines(entry) + ending }
    var position = 0
    for entry in old.entries.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where keys.contains(entry.key) && wanted[entry.key]?.value != entry.value {
      text += yaml[position..<entry.range.lowerBound]
      position = entry.range.upperBound
      guard let replacement = wanted[entry.key] else { continue }
      text += lines(replacement) + (position < yaml.count ? ending : [])
    }
    text += yaml[position...]
    while text.last == 0x0A || text.last == 0x0D, position == yaml.count { text.removeLast() }
    let result = Array(card[..<block.text.lowerBound]) + text + card[block.text.upperBound...]
    return isMerged(result, old.value, wanted.value, replacing: keys) ? result : nil
  }

  /// Whether a card says what was to stay, and what was to be new.
  private static func isMerged(
    _ card: [UInt8], _ old: YAMLValue, _ new: YAMLValue, replacing keys: Set<String>
  ) -> Bool {
    guard let value = (try? FrontMatter(card: card, name: PackageLayout.card))?.value,
      case .mapping(let pairs) = value
    else { return false }
    var oldPairs: [YAMLValue.Pair] = []
    var newPairs: [YAMLValue.Pair] = []
    if case .mapping(let pairs) = old { oldPairs = pairs }
    if case .mapping(let pairs) = new { newPairs = pairs }
    let there = Set(oldPairs.map(\.key))
    let isNew = { (pair: YAMLValue.Pair) in keys.contains(pair.key) || !there.contains(pair.key) }
    let expected = Set(oldPairs.filter { !keys.contains($0.key) } + newPairs.filter(isNew))
    return pairs.count == expected.count && Set(pairs) == expected
  }
}
