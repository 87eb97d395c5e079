import PackYAML

/// Which languages of the battery a card claims.
struct BatteryLanguages: Sendable, Hashable {
  /// Codes of the battery, in the card's order.
  let codes: [String]
  /// Whether the card claims any language, of the battery or not; else the codes are those of a guess.
  let isClaimed: Bool

  /// Codes of ISO 639-2 and -3 for those of the battery.
  private static let long = [
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "rus": "ru", "zho": "zh", "chi": "zh", "jpn": "ja", "ara": "ar", "hin": "hi",
  ]

  /// - Parameter value: `language` of the card's front matter; English is tried where it says nothing.
  init(_ value: YAMLValue?) {
    let known = BatteryTopic.byLanguage.map(\.code)
    let claimed = (value?.strings ?? []).map { $0.lowercased() }
    guard !claimed.isEmpty else {
      codes = ["en"]
      isClaimed = false
      return
    }
    var codes: [String] = []
    for code in claimed {
      let short = Self.long[code] ?? code
      let added = short == "multilingual" ? known.filter { $0 != "code" } : known.filter { $0 == short }
      for code in added where !codes.contains(code) { codes.append(code) }
    }
    self.codes = codes
    isClaimed = true
  }
}
