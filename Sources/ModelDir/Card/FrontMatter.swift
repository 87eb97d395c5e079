public import PackFiles
public import PackYAML

/// The YAML block at the start of a model card.
public struct FrontMatter: Sendable {
  /// The block's mapping.
  public let value: YAMLValue

  /// Finds and reads the block, where huggingface_hub finds it: between two lines of `---`, white space before the
  /// first one aside.
  ///
  /// - Parameters:
  ///   - card: the card's bytes.
  ///   - name: the name that errors give the file.
  /// - Returns: nil when the card has no such block.
  /// - Throws: ``PackYAML/YAMLError`` when the block is not YAML.
  public init?(card: [UInt8], name: String) throws(YAMLError) {
    guard let block = Self.block(of: card) else { return nil }
    value = try YAMLValue(yaml: Array(card[block]), at: Place(file: name, byteOffset: block.lowerBound))
  }

  /// `license`.
  public var license: String? { value["license"]?.string }

  /// `language`, one or several.
  public var languages: [String] { value["language"]?.strings ?? [] }

  /// The first entry of `base_model`.
  public var baseModel: String? { value["base_model"]?.strings?.first }

  /// `datasets`, one or several.
  public var datasets: [String] { value["datasets"]?.strings ?? [] }

  /// Where the block's text lies.
  package static func block(of card: [UInt8]) -> Range<Int>? {
    var position = card.firstIndex { ![0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains($0) } ?? card.count
    guard card[position...].starts(with: "---".utf8) else { return nil }
    position += 3
    guard let start = afterLineEnd(card, position) else { return nil }
    // The closing line may follow at once: the block is then empty.
    var line = start
    while line <= card.count {
      if card[min(line, card.count)...].starts(with: "---".utf8) {
        var end = line + 3
        while end < card.count, card[end] == 0x20 || card[end] == 0x09 { end += 1 }
        if end == card.count || afterLineEnd(card, end) != nil { return start..<line }
      }
      guard let feed = card[line...].firstIndex(where: { $0 == 0x0A || $0 == 0x0D }),
        let next = afterLineEnd(card, feed)
      else { return nil }
      line = next
    }
    return nil
  }

  /// The position after the line end at `position`, or nil when there is none.
  private static func afterLineEnd(_ bytes: [UInt8], _ position: Int) -> Int? {
    guard position < bytes.count else { return nil }
    if bytes[position] == 0x0A { return position + 1 }
    guard bytes[position] == 0x0D else { return nil }
    return position + 1 < bytes.count && bytes[position + 1] == 0x0A ? position + 2 : position + 1
  }
}
