public import PackFiles
public import PackYAML

/// The YAML block at the start of a model card.
public struct FrontMatter: Sendable {
  /// The block's value; an empty block is an empty mapping.
  public let value: YAMLValue

  /// Finds and reads the block, where and as huggingface_hub's ModelCard does.
  ///
  /// - Parameters:
  ///   - card: the card's bytes.
  ///   - name: the name that errors give the file.
  /// - Returns: nil when the card has no such block.
  /// - Throws: ``PackYAML/YAMLError`` when the card is not UTF-8, or the block is not YAML.
  public init?(card: [UInt8], name: String) throws(YAMLError) {
    guard String(validating: card, as: UTF8.self) != nil else {
      throw YAMLError(.malformed, at: Place(file: name), problem: "not valid UTF-8")
    }
    guard let block = FrontMatterBlock(card) else { return nil }
    let value = try YAMLValue(
      yaml: Array(card[block.text]), at: Place(file: name, byteOffset: block.text.lowerBound))
    self.value = value.isNull ? .mapping([]) : value
  }

  /// A front matter of these values.
  init(value: YAMLValue) { self.value = value }

  /// `license`.
  public var license: String? { value["license"]?.string }

  /// `language`, one or several.
  public var languages: [String] { value["language"]?.strings ?? [] }

  /// The first entry of `base_model`.
  public var baseModel: String? { value["base_model"]?.strings?.first }

  /// `datasets`, one or several.
  public var datasets: [String] { value["datasets"]?.strings ?? [] }
}
