import PackYAML

extension Rule {
  static let card006 = Rule(
    "CARD006", "hub-id-invalid", .error, needs: [.card],
    title: "base_model and datasets are Hub ids",
    why: """
      The Hub links a model to its base model and refuses a card with an invalid id. Without base_model nobody sees whose \
      weights and license the model carries. Without datasets nobody sees what it was trained on.
      """,
    advice: """
      Set base_model and datasets to `owner/name`, as on the Hub: not a path, not a URL. Set base_model_relation to adapter, \
      merge, quantized or finetune, or remove it.
      """,
    grading: "a suggestion where the key is missing",
    fix: Fix("`base_model` is added where it is missing and the package names it elsewhere") { plan in
      guard let baseModel = plan.baseModel, CardEditing.isPlain(baseModel) else { return }
      plan.completeCard("base_model", baseModel, for: "CARD006")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    for key in ["base_model", "datasets"] {
      guard let value = card.values[key], !value.isNull else {
        context.report(at: PackageCard.place(key), "\(key) is missing", severity: .suggestion)
        continue
      }
      guard let entries = PackageCard.entries(value) else {
        context.report(
          at: PackageCard.place(key), "not a Hub id", expected: "owner/name, or a list",
          found: PackageCard.text(value))
        continue
      }
      for entry in entries where entry.string.map({ HubValues.isRepositoryID($0) }) != true {
        context.report(
          at: PackageCard.place(key), "not a Hub id", expected: "owner/name",
          found: PackageCard.text(entry))
      }
    }
    let relations = ["adapter", "merge", "quantized", "finetune"]
    if let relation = card.values["base_model_relation"], !relations.contains(relation.string ?? "") {
      context.report(
        at: PackageCard.place("base_model_relation"), "the Hub does not know this relation",
        expected: relations.joined(separator: ", "), found: PackageCard.text(relation))
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a path") {
    try $0.replaceInCard(
      "base_model: example/tiny", with: "base_model: /models/tiny/base")
  },
  .bad("a data set's address") {
    try $0.replaceInCard(
      "datasets: example/pairs", with: "datasets: [\"https://hf.co/d\"]")
  },
  .bad("an unknown relation") {
    try $0.replaceInCard(
      "base_model:", with: "base_model_relation: copy\nbase_model:")
  },
  .bad("no data sets", severity: .suggestion) {
    try $0.replaceInCard(
      "datasets: example/pairs\n", with: "")
  },
  .bad("no base model", severity: .suggestion) {
    try $0.replaceInCard(
      "base_model: example/tiny\n", with: "")
  },
  .good("several data sets") {
    try $0.replaceInCard(
      "datasets: example/pairs", with: "datasets: [example/pairs, example/more]")
  },
]
