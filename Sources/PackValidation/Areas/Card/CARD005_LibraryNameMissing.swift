import PackYAML

extension Rule {
  static let card005 = Rule(
    "CARD005", "library-name-missing", .warning, needs: [.card],
    title: "library_name is set",
    why: """
      The Hub no longer guesses the library from the files. Without this key it counts no downloads and shows no snippet.
      """,
    advice: "Set `library_name: transformers`.",
    fix: Fix("`library_name` is added where it is missing") { plan in
      plan.completeCard("library_name", "transformers", for: "CARD005")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    let value = card.values["library_name"]
    if value?.string?.isEmpty != false {
      context.report(
        at: PackageCard.place("library_name"), "library_name is missing", expected: "transformers",
        found: value.map { PackageCard.text($0) })
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no library", severity: .warning) { try $0.replaceInCard("library_name: transformers\n", with: "") },
  .good("the library in quotes") {
    try $0.replaceInCard(
      "library_name: transformers", with: "library_name: 'transformers'")
  },
]
