import PackFiles

/// The special tokens of a tokenizer that is being made: those with names, and others.
struct SpecialTokens: Sendable {
  /// By name, in the order in which the class keeps them.
  private(set) var named: [(name: ExactText, value: SettingValue)] = []
  /// Without names.
  var extra: [SettingValue] = []

  /// Sets a token with a name; a known name keeps its rank.
  mutating func set(_ name: ExactText, _ value: SettingValue) {
    if let index = named.firstIndex(where: { $0.name == name }) {
      named[index].value = value
    } else {
      named.append((name, value))
    }
  }

  /// The text of a token with a name.
  func text(_ name: String) -> ExactText? { named.first { $0.name == ExactText(name) }?.value.tokenText }

  /// Every text by its name.
  var texts: [String: String] {
    var texts: [String: String] = [:]
    for (name, value) in named { texts[name.text] = value.tokenText?.text }
    return texts
  }
}
