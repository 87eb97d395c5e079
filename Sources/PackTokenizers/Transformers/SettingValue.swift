import PackFiles
import PackJSON

/// A token with its flags: `AddedToken` in Python.
struct TokenSpec: Sendable, Hashable {
  var content: ExactText
  var singleWord = false
  var stripsLeft = false
  var stripsRight = false
  var isNormalized = true
  var isSpecial = false

  /// A token of a text, as `AddedToken(text, special=…)` makes it.
  init(_ content: ExactText, isSpecial: Bool = false) {
    self.content = content
    self.isSpecial = isSpecial
    isNormalized = !isSpecial
  }

  init(_ token: AddedToken) {
    content = ExactText(token.content)
    singleWord = token.singleWord
    stripsLeft = token.stripsLeft
    stripsRight = token.stripsRight
    isNormalized = token.isNormalized
    isSpecial = token.isSpecial
  }

  /// What `AddedToken(**object)` makes: unknown keys are passed over, and what is known has to have its type.
  ///
  /// - Parameters:
  ///   - object: a dictionary.
  ///   - place: where it stands.
  ///   - isSpecial: a flag that stands beside the object's own, and wins.
  init(_ object: SettingValue, at place: Place, isSpecial: Bool? = nil) throws(TokenizerError) {
    func wrong(_ key: String, _ expected: String) -> TokenizerError {
      TokenizerError(.refused, at: place, problem: "\(key) of a token has the wrong type", expected: expected)
    }
    func flag(_ key: String) throws(TokenizerError) -> Bool? {
      guard let value = object[key] else { return nil }
      guard case .bool(let flag) = value else { throw wrong(key, "true or false") }
      return flag
    }
    switch object["content"] ?? .null {
    case .null: content = ExactText("")
    case .string(let text): content = text
    default: throw wrong("content", "a string")
    }
    singleWord = try flag("single_word") ?? false
    stripsLeft = try flag("lstrip") ?? false
    stripsRight = try flag("rstrip") ?? false
    let own = try isSpecial == nil ? flag("special") : nil
    self.isSpecial = isSpecial ?? own ?? false
    isNormalized = try flag("normalized") ?? !self.isSpecial
  }

  /// The token as tokenizer.json writes it.
  func json(id: Int) -> JSONValue {
    .object([
      "id": .int(id), "content": .string(content.text), "single_word": .bool(singleWord),
      "lstrip": .bool(stripsLeft), "rstrip": .bool(stripsRight), "normalized": .bool(isNormalized),
      "special": .bool(isSpecial),
    ])
  }
}

/// A value of the settings as Python has it, once transformers has read the files.
enum SettingValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(String)
  case string(ExactText)
  case list([SettingValue])
  case dictionary([Entry])
  case token(TokenSpec)

  /// A key of a dictionary, and its value.
  struct Entry: Sendable, Hashable {
    let key: ExactText
    let value: SettingValue
  }

  /// A value of a file.
  init(_ node: JSONNode) {
    self =
      switch node.kind {
      case .null: .null
      case .boolean: .bool((try? node.bool()) ?? false)
      case .number: .number(node.lexeme)
      case .string: .string(ExactText((try? node.string()) ?? ""))
      case .array: .list((try? node.elements())?.map { SettingValue($0) } ?? [])
      case .object:
        .dictionary(
          (try? node.members())?.map { Entry(key: ExactText($0.key), value: SettingValue($0.value)) } ?? [])
      }
  }

  /// The value of a key of a dictionary.
  subscript(_ key: String) -> SettingValue? {
    guard case .dictionary(let entries) = self else { return nil }
    return entries.first { $0.key == ExactText(key) }?.value
  }

  /// The value with every object that says that it is a token made one, at any depth; transformers does this once it has
  /// read all files.
  func converted(at place: Place) throws(TokenizerError) -> SettingValue {
    switch self {
    case .list(let values):
      var converted: [SettingValue] = []
      for value in values { converted.append(try value.converted(at: place)) }
      return .list(converted)
    case .dictionary(let entries):
      if self["__type"] == .text("AddedToken") { return .token(try TokenSpec(self, at: place)) }
      var converted: [Entry] = []
      for entry in entries {
        converted.append(Entry(key: entry.key, value: try entry.value.converted(at: place)))
      }
      return .dictionary(converted)
    default: return self
    }
  }

  /// A text.
  static func text(_ text: String) -> SettingValue { .string(ExactText(text)) }

  /// The text of a token; nil when the value is none.
  var tokenText: ExactText? {
    switch self {
    case .string(let text): text
    case .token(let token): token.content
    default: nil
    }
  }

  /// Python's truth of the value.
  var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .number(let text): Double(text) != 0
    case .string(let text): !text.text.isEmpty
    case .list(let values): !values.isEmpty
    case .dictionary(let entries): !entries.isEmpty
    case .token: true
    }
  }

  /// Whether Python finds the value equal to a truth value: 1 and 1.0 are equal to true.
  func isEqual(to flag: Bool) -> Bool {
    switch self {
    case .bool(let value): value == flag
    case .number(let text): Double(text) == (flag ? 1 : 0)
    default: false
    }
  }

  /// What Python's `str` makes of the value where that can be a token's text.
  var printed: ExactText? {
    switch self {
    case .null: ExactText("None")
    case .bool(let value): ExactText(value ? "True" : "False")
    case .number(let text): ExactText(text)
    case .string, .token: tokenText
    case .list, .dictionary: nil
    }
  }
}
