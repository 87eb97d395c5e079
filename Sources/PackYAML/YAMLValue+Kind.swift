extension YAMLValue {
  /// What a scalar is read as.
  public enum Kind: Sendable, Hashable {
    /// A text.
    case string
    /// Nothing.
    case null
    /// A truth value.
    case boolean(Bool)
    /// A whole number; nil beyond 64 bits.
    case integer(Int?)
    /// A number.
    case float(Double)
    /// A date, or a date and a time, in one form: `2024-05-17`.
    case timestamp(String)
    /// Bytes, which stood as base64.
    case binary([UInt8])
  }
}

extension YAMLValue.Kind {
  /// What a scalar's text is by a tag; nil where the Hub's client cannot read it as that.
  init?(_ text: String, _ tag: YAMLTag) {
    switch tag {
    case .string: self = .string
    case .null: self = .null
    case .boolean:
      switch text.lowercased() {
      case "yes", "true", "on": self = .boolean(true)
      case "no", "false", "off": self = .boolean(false)
      default: return nil
      }
    case .integer:
      guard let value = YAMLNumber.integer(text) else { return nil }
      self = .integer(value.exact)
    case .float:
      guard let value = YAMLNumber.float(text) else { return nil }
      self = .float(value)
    case .timestamp:
      var text = text
      guard let time = text.withUTF8({ YAMLTimestamp($0) }), time.exists else { return nil }
      self = .timestamp(time.canonical)
    case .binary:
      guard let bytes = YAMLNumber.base64(text) else { return nil }
      self = .binary(bytes)
    case .merge, .value, .sequence, .mapping, .set, .orderedMap, .pairs: return nil
    }
  }
}
