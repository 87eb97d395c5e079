/// What is known of a string's value without running anything.
struct PythonText: Sendable, Hashable {
  /// What it begins with for certain.
  var prefix: String
  /// What it ends with for certain.
  var suffix: String
  /// Whether the prefix is all of it.
  var isWhole: Bool

  /// A string of which nothing is known.
  static let unknown = PythonText(prefix: "", suffix: "", isWhole: false)

  /// A string that is known.
  init(_ value: String) {
    self.init(prefix: value, suffix: value, isWhole: true)
  }

  init(prefix: String, suffix: String, isWhole: Bool) {
    self.prefix = prefix
    self.suffix = suffix
    self.isWhole = isWhole
  }

  /// The value, where it is known.
  var value: String? { isWhole ? prefix : nil }

  /// Two strings one after the other.
  static func + (first: PythonText, second: PythonText) -> PythonText {
    if let a = first.value, let b = second.value { return PythonText(a + b) }
    return PythonText(
      prefix: first.isWhole ? first.prefix + second.prefix : first.prefix,
      suffix: second.isWhole ? first.suffix + second.suffix : second.suffix, isWhole: false)
  }

  /// What the text between the quotes of a token says.
  init(_ token: PythonToken, hasFields: Bool) {
    let text = token.text
    guard !text.utf8.contains(UInt8(ascii: "\\")) else {
      self = .unknown
      return
    }
    if token.isLiteral {
      self.init(text)
    } else if hasFields {
      // A doubled brace stands for one: what is before the first brace and after the last is told either way.
      self.init(
        prefix: String(text.prefix { $0 != "{" && $0 != "}" }),
        suffix: String(text.reversed().prefix { $0 != "{" && $0 != "}" }.reversed()), isWhole: false)
    } else if text.contains("{") || text.contains("}") {
      self = .unknown
    } else {
      self.init(text)
    }
  }
}
