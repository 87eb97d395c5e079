import ModelDir
import PackFiles
import PackPythonCode

extension Rule {
  static let card009 = Rule(
    "CARD009", "usage-snippet-broken", .suggestion, needs: [.card, .json],
    title: "the card shows how to load the model, in valid Python",
    why: """
      People copy the snippet first. Without trust_remote_code=True, or with another Auto class than the mode's, it ends in an \
      error that does not say why. A Python, where there is one, checks whether the snippet parses. Else a scan of its tokens \
      does, which knows less of the grammar.
      """,
    advice: """
      Show `from_pretrained(..., trust_remote_code=True)` in a ```python block of README.md, with the mode's Auto class: \
      AutoModelForSequenceClassification or AutoModelForTokenClassification.
      """,
    fix: Fix("the section on usage is added to a card that does not say how to load the model") { plan in
      // A card that says in its own way how the model is loaded is left alone.
      guard let card = plan.bytes(PackageLayout.card),
        !String(decoding: card, as: UTF8.self).contains("trust_remote_code"),
        !card.split(separator: UInt8(ascii: "\n")).contains(where: { $0.starts(with: "## Usage".utf8) }),
        let usage = plan.package.generatedCard(baseModel: plan.baseModel)?.usage
      else { return }
      let ending = card.last == UInt8(ascii: "\n") ? "\n" : "\n\n"
      plan.write(PackageLayout.card, card + Array((ending + usage).utf8), for: "CARD009")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let card = try PackageCard(package)
    let autoClass = try package.documents.requiredMode().autoClass
    let place = Place(file: PackageLayout.card)
    var facts: [PythonFacts] = []
    var scanned: [(text: [UInt8], offset: Int)] = []
    for snippet in card.snippets("python") + card.snippets("py") {
      read(snippet, context) { text throws(PythonError) in
        facts.append(try PythonFacts(scanning: text, name: PackageLayout.card))
        scanned.append(snippet)
      }
    }
    // A Python knows all of the grammar. It takes long to start, so that it is not asked of what `save` wrote, and given all
    // at once, one by one only where that says that something is wrong.
    if !scanned.allSatisfy({ package.isGenerated($0.text) }), let parser = package.code.parser,
      !parses(scanned.flatMap { $0.text + [0x0A] }, parser)
    {
      facts = []
      for snippet in scanned {
        read(snippet, context) { text throws(PythonError) in
          if let parsed = try PythonFacts(parsing: text, name: PackageLayout.card, with: parser) {
            facts.append(parsed)
          } else {
            facts.append(try PythonFacts(scanning: text, name: PackageLayout.card))
          }
        }
      }
    }
    let loads = facts.flatMap(\.uses).contains { use in
      use.name.hasSuffix("\(autoClass).from_pretrained")
        && use.call?.contains { $0.keyword == "trust_remote_code" && $0.value == .constant("True") } == true
    }
    if !loads {
      context.report(
        at: place, "no Python snippet loads the model",
        expected: "\(autoClass).from_pretrained(..., trust_remote_code=True)")
    }
  }

  /// Reads a snippet, and reports that it does not parse.
  private static func read(
    _ snippet: (text: [UInt8], offset: Int), _ context: RuleContext,
    _ body: ([UInt8]) throws(PythonError) -> Void
  ) {
    do throws(PythonError) {
      try body(snippet.text)
    } catch {
      var place = error.place
      place.byteOffset = place.byteOffset.map { $0 + snippet.offset }
      context.report(at: place, "a snippet is not valid Python: \(error.detail)")
    }
  }

  private static func parses(_ text: [UInt8], _ parser: PythonInterpreter) -> Bool {
    (try? PythonFacts(parsing: text, name: PackageLayout.card, with: parser)) != nil
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no code", severity: .suggestion) { try $0.replaceInCard("```python", with: "```text") },
  .bad("code without trust", severity: .suggestion) {
    try $0.replaceInCard(
      ", trust_remote_code=True", with: "")
  },
  .bad("another Auto class", severity: .suggestion) {
    try $0.replaceInCard(
      "AutoModelForSequenceClassification.from", with: "AutoModel.from")
  },
  .bad("code that does not parse", severity: .suggestion) {
    try $0.replaceInCard(
      "import torch\n", with: "import torch (\n")
  },
  .good("words beside the code") { try $0.append("It is small.", to: "README.md") },
]
