import PackFiles
import PackJSON

/// A word of a card that the Hub accepts from a list only.
package enum CardWord {
  /// The `license` of a card.
  case license
  /// A `language` of a card.
  case language

  /// Whether the Hub accepts a word.
  package func accepts(_ word: String) -> Bool { HubValues.contains(list, word) }

  /// What to say of a word that the Hub does not accept: `unknown license "apache2"; did you mean "apache-2.0"?`
  package func message(unknown word: String) -> String {
    let noun = self == .license ? "license" : "language"
    let meant = suggestion(for: word).map { "; did you mean \($0.quotedForMessage)?" } ?? ""
    return "unknown \(noun) \(word.quotedForMessage)" + meant
  }

  /// The accepted word that may be meant; nil where none is near.
  package func suggestion(for word: String) -> String? {
    guard self == .language else { return nearestWord(to: word, among: HubValues.words(list)) }
    let text = word.lowercased()
    let base = text.split { $0 == "-" || $0 == "_" }.first.map(String.init) ?? text
    return Self.languages[text] ?? (HubValues.contains(list, base) ? base : Self.languages[base])
  }

  private var list: StaticString { self == .license ? HubValues.licenses : HubValues.languages }

  /// Codes by what people write instead: names, and codes of countries.
  private static let languages = [
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "japanese": "ja", "chinese": "zh",
    "korean": "ko", "russian": "ru", "norwegian": "no", "italian": "it", "portuguese": "pt", "dutch": "nl",
    "arabic": "ar", "hindi": "hi", "polish": "pl", "turkish": "tr", "ukrainian": "uk", "czech": "cs",
    "jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "ua": "uk",
  ]
}
