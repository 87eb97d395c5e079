import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let card008 = Rule(
    "CARD008", "card-placeholder", .warning, needs: [.card],
    title: "the card has no placeholder and no local path",
    why: """
      A snippet that loads `/home/me/output` runs nowhere else. `[More Information Needed]` and a left-over `{{ name }}` show \
      that nobody has read the card.
      """,
    advice:
      "Fill in or delete the placeholder in README.md. Write the model's Hub id in place of a local path.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    for word in CardText(card.bytes).doubtfulWords {
      context.report(
        at: Place(file: PackageLayout.card, byteOffset: word.offset),
        word.isPath ? "local path" : "unfilled placeholder",
        found: word.text.quotedForMessage)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a placeholder", severity: .warning) { try $0.replaceInCard("# package", with: "# {{ title }}") },
  .bad("a word to be replaced", severity: .warning) {
    try $0.replaceInCard(
      "# package", with: "# package\n\n[More Information Needed]")
  },
  .bad("a path", severity: .warning) {
    try $0.replaceInCard(
      "# package", with: "# package\n\nSee `/home/me/model`.")
  },
  .good("an address with a path") {
    try $0.replaceInCard(
      "# package", with: "# package\n\nSee https://example.com/home/me/model.")
  },
]
