import PackJSON
import PackYAML

extension Rule {
  static let card002 = Rule(
    "CARD002", "license-unknown", .error, needs: [.card],
    title: "the license is one that the Hub knows",
    why: """
      The Hub refuses a card with a license that is not on its list. Without a license, all rights are reserved and nobody may \
      use the model. A license without a Hub id is `other`, with its name and where to read it.
      """,
    advice: """
      Set `license` to a Hub id (`apache-2.0`, `mit`, ...), or to `other` with license_name and license_link. `pruning-pack \
      save` takes them as --license, --license-name and --license-link.
      """,
    grading: "a warning where the license is missing",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    guard let value = card.values["license"], !value.isNull else {
      context.report(at: PackageCard.place("license"), "license is missing", severity: .warning)
      return
    }
    guard let ids = value.strings, !ids.isEmpty else {
      context.report(
        at: PackageCard.place("license"), "license is not an id", expected: "a Hub id",
        found: PackageCard.text(value))
      return
    }
    for id in ids where !HubValues.contains(HubValues.licenses, id) {
      let nearest = CardWord.license.suggestion(for: id)
      context.report(
        at: PackageCard.place("license"), CardWord.license.message(unknown: id),
        expected: nearest == nil ? "a Hub id, or `other`" : nil,
        advice: nearest.map { "Write `license: \($0)`." })
    }
    guard ids.contains("other") else { return }
    for key in ["license_name", "license_link"] where card.values[key]?.string?.isEmpty != false {
      context.report(
        at: PackageCard.place(key), "\(key) is missing for the license `other`", expected: "a text",
        advice:
          "Add `\(key): \(key == "license_name" ? "NAME" : "LICENSE")` to the front matter of README.md.")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a licence that the Hub does not know") {
    try $0.replaceInCard(
      "license: apache-2.0", with: "license: Apache 2.0")
  },
  .bad("a licence in capitals") { try $0.replaceInCard("license: apache-2.0", with: "license: MIT") },
  .bad("no licence", severity: .warning) { try $0.replaceInCard("license: apache-2.0\n", with: "") },
  .bad("another licence without a name") {
    try $0.replaceInCard(
      "license: apache-2.0", with: "license: other\nlicense_link: LICENSE")
  },
  .bad("another licence without a place") {
    try $0.replaceInCard(
      "license: apache-2.0", with: "license: other\nlicense_name: mine")
  },
  .good("another licence with its name and place") {
    try $0.replaceInCard(
      "license: apache-2.0", with: "license: other\nlicense_name: mine\nlicense_link: LICENSE")
  },
]
