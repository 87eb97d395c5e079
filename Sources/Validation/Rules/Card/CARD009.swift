import Files
import ModelDir

extension Rule {
  static let card009 = Rule(
    "CARD009", .suggestion, needs: [.card, .json],
    title: "the card shows how to load the model, in Python that parses",
    why: """
      The first thing that people do with a model is to copy its snippet. Without trust_remote_code=True, or with another \
      Auto class than the mode's, it ends in an error that says nothing of the reason.
      """,
    fix:
      "Show `from_pretrained(..., trust_remote_code=True)` of the mode's Auto class in a block of ```python."
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    let autoClass = try context.package.requiredMode().autoClass
    let place = Place(file: PackageLayout.card)
    var loads = false
    for snippet in card.snippets("python") + card.snippets("py") {
      do throws(PythonError) {
        let facts = try PythonFacts(scanning: snippet.text, name: PackageLayout.card)
        loads =
          loads
          || facts.uses.contains { use in
            use.name.hasSuffix("\(autoClass).from_pretrained")
              && use.call?.contains { $0.keyword == "trust_remote_code" && $0.value == .constant("True") }
                == true
          }
      } catch {
        var place = error.place
        place.byteOffset = place.byteOffset.map { $0 + snippet.offset }
        context.report(at: place, "a snippet does not parse: \(error.problem)")
      }
    }
    if !loads {
      context.report(
        at: place, "no snippet loads the model",
        expected: "\(autoClass).from_pretrained(..., trust_remote_code=True)")
    }
  }
}
