import PackFiles
import PackJSON

/// The arguments that a tokenizer's class is called with, by name, in the order of a Python dictionary.
struct SettingArguments: Sendable {
  /// A value, and where it stands.
  struct Argument: Sendable {
    var value: SettingValue
    var place: Place
  }

  private(set) var keys: [ExactText] = []
  private var arguments: [ExactText: Argument] = [:]

  /// The members of tokenizer_config.json.
  init(_ config: JSONNode?) throws(TokenizerError) {
    guard let config else { return }
    guard let members = try? config.members() else {
      throw .refused(config, "the settings are not an object", expected: "an object")
    }
    for member in members { set(member.key, member.value) }
  }

  /// An argument; setting one that is there keeps its rank, as in Python.
  subscript(_ key: String) -> Argument? {
    get { arguments[ExactText(key)] }
    set {
      let key = ExactText(key)
      if newValue == nil {
        keys.removeAll { $0 == key }
      } else if arguments[key] == nil {
        keys.append(key)
      }
      arguments[key] = newValue
    }
  }

  subscript(_ key: ExactText) -> Argument? { arguments[key] }

  /// Sets an argument to a value of a file.
  mutating func set(_ key: String, _ node: JSONNode) {
    self[key] = Argument(value: SettingValue(node), place: node.place)
  }

  /// Makes tokens of the objects that say that they are some, and gives named tokens the flags that a file has for their text.
  mutating func convert(_ sources: AddedTokenSources) throws(TokenizerError) {
    for key in keys {
      if let argument = arguments[key] {
        arguments[key]?.value = try argument.value.converted(at: argument.place)
      }
    }
    for name in SettingsReading.specialNames {
      guard let value = self[name]?.value, value != .null, let text = value.printed else { continue }
      if let token = sources.byContent[text] { self[name]?.value = .token(token) }
    }
  }

  /// Removes an argument.
  @discardableResult
  mutating func remove(_ key: String) -> Argument? {
    defer { self[key] = nil }
    return self[key]
  }

}

extension TokenizerError {
  /// transformers does not load a tokenizer with this value.
  static func refused(_ node: JSONNode, _ problem: String, expected: String? = nil) -> TokenizerError {
    TokenizerError(.refused, at: node.place, problem: problem, expected: expected, found: node.messageText)
  }

  /// transformers does not load a tokenizer with this argument.
  static func refused(
    _ argument: SettingArguments.Argument, _ problem: String, expected: String? = nil
  ) -> TokenizerError {
    TokenizerError(.refused, at: argument.place, problem: problem, expected: expected)
  }

  /// What transformers makes of this argument is not known.
  static func undetermined(
    _ place: Place, _ problem: String, expected: String? = nil
  ) -> TokenizerError {
    TokenizerError(.undetermined, at: place, problem: problem, expected: expected)
  }
}
