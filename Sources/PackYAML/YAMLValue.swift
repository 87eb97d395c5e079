/// A YAML value as the Hub's client reads it: by YAML 1.1, in which `no` is a truth value and `2024-05-17` a date.
public indirect enum YAMLValue: Sendable, Hashable {
  /// A scalar: its text, and what it is read as.
  case scalar(String, Kind)
  /// A sequence.
  case sequence([YAMLValue])
  /// A mapping; keys in the order of the text, each once.
  case mapping([Pair])
  /// A set (`!!set`).
  case set([YAMLValue])

  /// An entry of a mapping.
  public struct Pair: Sendable, Hashable {
    /// The key's text.
    public let key: String
    /// What the key is read as: one that is no text has no name.
    public let kind: Kind
    /// The value.
    public let value: YAMLValue

    /// An entry.
    public init(key: String, kind: Kind, value: YAMLValue) {
      self.key = key
      self.kind = kind
      self.value = value
    }

    /// The key as a value.
    public var keyValue: YAMLValue { .scalar(key, kind) }
  }

  /// The value of a key of a mapping.
  public subscript(_ key: String) -> YAMLValue? {
    guard case .mapping(let pairs) = self else { return nil }
    return pairs.first { $0.kind == .string && $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The text of a scalar that is read as a text.
  public var string: String? {
    guard case .scalar(let text, .string) = self else { return nil }
    return text
  }

  /// The text of a string, or the texts of a sequence of strings; nil when anything else is among them.
  public var strings: [String]? {
    if let string { return [string] }
    guard case .sequence(let values) = self else { return nil }
    let strings = values.compactMap(\.string)
    return strings.count == values.count ? strings : nil
  }

  /// The elements of a sequence.
  public var sequence: [YAMLValue]? {
    guard case .sequence(let values) = self else { return nil }
    return values
  }

  /// Whether the value is null: nothing, `~` or `null` without quotes.
  public var isNull: Bool {
    if case .scalar(_, .null) = self { true } else { false }
  }

  /// Whether the value is a truth value: `no` without quotes is one.
  public var isBoolean: Bool {
    if case .scalar(_, .boolean) = self { true } else { false }
  }

  /// Whether a text is read as a text where it stands without quotes.
  public static func isTextWithoutQuotes(_ text: String) -> Bool { YAMLTag(resolving: text) == .string }
}
