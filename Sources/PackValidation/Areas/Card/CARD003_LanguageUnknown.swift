import PackJSON
import PackJSON
import PackYAML

extension Rule {
  static let card003 = Rule(
    "CARD003", "language-unknown", .error, needs: [.card],
    title: "languages are ISO 639 codes",
    why: """
      The Hub refuses a card with an unknown language code. YAML reads Norwegian's `no` as false. Without a language, nobody \
      who filters by language finds the model.
      """,
    advice: "Set `language` to codes such as `en`, `ja` or `multilingual`. Quote \"no\".",
    grading: "a warning where the language is missing",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    let place = PackageCard.place("language")
    guard let value = card.values["language"] else {
      context.report(at: place, "language is missing", severity: .warning)
      return
    }
    guard let entries = PackageCard.entries(value), !entries.isEmpty else {
      context.report(
        at: place, "not a language code", expected: "a code, or a list of codes",
        found: PackageCard.text(value))
      return
    }
    for entry in entries {
      if let code = entry.string, HubValues.contains(HubValues.languages, code) { continue }
      let hint = entry.isBoolean ? ", which YAML reads as true or false" : ""
      context.report(
        at: place, "unknown language", expected: Self.languageHint(entry),
        found: PackageCard.text(entry) + hint)
    }
  }

  /// The code that a name or another spelling of one stands for, else what a code is.
  private static func languageHint(_ entry: YAMLValue) -> String {
    let names = [
      "english": "en", "german": "de", "french": "fr", "spanish": "es", "japanese": "ja", "chinese": "zh",
      "korean": "ko", "russian": "ru", "norwegian": "no",
    ]
    guard let text = entry.string?.lowercased() else { return "an ISO 639 code, such as \"no\" in quotes" }
    let base = text.split { $0 == "-" || $0 == "_" }.first.map(String.init) ?? text
    let code = names[text] ?? (HubValues.contains(HubValues.languages, base) ? base : nil)
    return code.map { "\($0.quotedForMessage), if that is meant" }
      ?? "an ISO 639 code, `code` or `multilingual`"
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("Norwegian") { try $0.replaceInCard("language: en", with: "language: no") },
  .bad("a region") { try $0.replaceInCard("language: en", with: "language: [en, zh-CN]") },
  .bad("null") { try $0.replaceInCard("language: en", with: "language:") },
  .bad("no language", severity: .warning) { try $0.replaceInCard("language: en\n", with: "") },
  .good("several languages") {
    try $0.replaceInCard(
      "language: en", with: "language: [en, de, multilingual]")
  },
]
