import PackFiles
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
        at: place, "language is not a code", expected: "a code, or a list of codes",
        found: PackageCard.text(value))
      return
    }
    for entry in entries {
      if let code = entry.string, HubValues.contains(HubValues.languages, code) { continue }
      report(entry, at: place, context)
    }
  }

  private static func report(_ entry: YAMLValue, at place: Place, _ context: RuleContext) {
    if case .scalar(let word, .boolean) = entry {
      context.report(
        at: place, "YAML reads \(word) as true or false", expected: "a quoted code",
        advice: "Write `language: \"\(word)\"`, with the quotes.")
      return
    }
    guard let text = entry.string, !text.isEmpty else {
      context.report(
        at: place, "language is not a code", expected: "an ISO 639 code", found: PackageCard.text(entry))
      return
    }
    let meant = CardWord.language.suggestion(for: text)
    context.report(
      at: place, CardWord.language.message(unknown: text),
      expected: meant == nil ? "an ISO 639 code, `code` or `multilingual`" : nil,
      advice: meant.map { "Write `language: \($0)`." })
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
