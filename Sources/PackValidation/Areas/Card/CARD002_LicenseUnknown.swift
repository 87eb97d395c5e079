import PackJSON
import PackYAML

extension Rule {
  static let card002 = Rule(
    "CARD002", "license-unknown", .error, needs: [.card],
    title: "the licence is one that the Hub knows",
    why: """
      The Hub refuses a card with a licence that is not on its list, and nobody may use a model without one: what has no \
      licence is all rights reserved. One that the Hub has no id for is `other`, with its name and where it can be read.
      """,
    advice: """
      Write `license:` with the Hub's id (`apache-2.0`, `mit`, ...), or `other` with license_name and license_link, a file of \
      the package or an address; `pruning-pack save` takes them as --license, --license-name and --license-link.
      """,
    grading: "no licence at all is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    guard let value = card.values["license"], !value.isNull else {
      context.report(at: PackageCard.place("license"), "no licence is named", severity: .warning)
      return
    }
    guard let ids = value.strings, !ids.isEmpty else {
      context.report(
        at: PackageCard.place("license"), "not a licence", expected: "an id of the Hub's list",
        found: PackageCard.text(value))
      return
    }
    for id in ids where !HubValues.contains(HubValues.licenses, id) {
      context.report(
        at: PackageCard.place("license"), "the Hub does not know the licence",
        expected: "an id of its list, or `other`", found: id.quotedForMessage)
    }
    guard ids.contains("other") else { return }
    for key in ["license_name", "license_link"] where card.values[key]?.string?.isEmpty != false {
      context.report(
        at: PackageCard.place(key), "a licence called `other` has no \(key)", expected: "a text")
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
