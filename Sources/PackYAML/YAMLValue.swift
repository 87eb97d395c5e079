/// A YAML value as it stands in the text, before any schema has given scalars their types.
///
/// Whether `no` is a word or a truth value depends on the reader; what matters is kept: the text, and whether it was
/// quoted.
public indirect enum YAMLValue: Sendable, Hashable {
  /// A scalar; `isPlain` when it stood without quotes, so that a schema may read it as a number, a truth value or null.
  case scalar(String, isPlain: Bool)
  /// A sequence.
  case sequence([YAMLValue])
  /// A mapping; keys in the order of the text.
  case mapping([Pair])

  /// An entry of a mapping.
  public struct Pair: Sendable, Hashable {
    /// The key, which is a scalar's text.
    public let key: String
    /// The value.
    public let value: YAMLValue
  }

  /// The value of a key of a mapping.
  public subscript(_ key: String) -> YAMLValue? {
    guard case .mapping(let pairs) = self else { return nil }
    return pairs.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The text of a scalar that every YAML schema reads as a string.
  public var string: String? {
    guard case .scalar(let text, let isPlain) = self, !isPlain || !Self.isTyped(text) else { return nil }
    return text
  }

  /// The text of a string, or the texts of a sequence of strings; nil when anything else is among them.
  public var strings: [String]? {
    if let string { return [string] }
    guard case .sequence(let values) = self else { return nil }
    let strings = values.compactMap(\.string)
    return strings.count == values.count ? strings : nil
  }

  /// Whether the value is null: nothing, `~` or `null` without quotes.
  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = self else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// Whether the value is a truth value of YAML 1.1, which the Hub's reader follows: `no` is one.
  public var isBoolean: Bool {
    guard case .scalar(let text, isPlain: true) = self else { return false }
    return Self.booleans.contains(text)
  }

  /// Words that YAML 1.1 reads as truth values.
  private static let booleans: Set<String> = [
    "yes", "Yes", "YES", "no", "No", "NO", "true", "True", "TRUE", "false", "False", "FALSE", "on", "On",
    "ON",
    "off", "Off", "OFF",
  ]

  private static func isTyped(_ text: String) -> Bool {
    YAMLValue.scalar(text, isPlain: true).isNull || booleans.contains(text) || isNumber(text)
  }

  private static func isNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    let startsLikeOne = (0x30...0x39).contains(first) || "+-.".utf8.contains(first)
    return startsLikeOne && Double(text) != nil
  }
}
