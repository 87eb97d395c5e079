import PackYAML

extension Rule {
  static let card003 = Rule(
    "CARD003", "language-unknown", .error, needs: [.card],
    title: "languages are ISO 639 codes",
    why: """
      The Hub refuses a card with a language that is no code, and YAML reads Norwegian's `no` as false; without a language \
      nobody who filters by it finds the model.
      """,
    advice: "Write `language:` with codes such as `en`, `ja`, `multilingual`; quote \"no\".",
    grading: "no language at all is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    let place = PackageCard.place("language")
    guard let value = card.values["language"] else {
      context.report(at: place, "no language is named", severity: .warning)
      return
    }
    guard let entries = PackageCard.entries(value), !entries.isEmpty else {
      context.report(
        at: place, "not a language", expected: "a code, or a list of codes", found: PackageCard.text(value))
      return
    }
    for entry in entries {
      if let code = entry.string, HubValues.contains(HubValues.languages, code) { continue }
      let hint = entry.isBoolean ? ", which YAML reads as true or false" : ""
      context.report(
        at: place, "not a language", expected: "an ISO 639 code, code or multilingual",
        found: PackageCard.text(entry) + hint)
    }
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
