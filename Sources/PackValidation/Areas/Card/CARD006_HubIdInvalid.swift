import PackYAML

extension Rule {
  static let card006 = Rule(
    "CARD006", "hub-id-invalid", .error, needs: [.card],
    title: "base_model and datasets are ids of the Hub",
    why: """
      The Hub links a model to what it was made from, and refuses a card where the id cannot be one. Without base_model \
      nobody sees whose licence and whose weights are in it, without datasets not what it was trained on.
      """,
    advice: """
      Write base_model and datasets as `owner/name`, as on the Hub: no path, no URL. base_model_relation, where it stands, is \
      adapter, merge, quantized or finetune.
      """,
    grading: "what is not named at all is a suggestion",
    fix: Fix("`base_model` is added where it is missing and the package names it elsewhere") { plan in
      guard let baseModel = plan.baseModel, CardEditing.isPlain(baseModel) else { return }
      plan.completeCard("base_model", baseModel, for: "CARD006")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    for key in ["base_model", "datasets"] {
      guard let value = card.values[key], !value.isNull else {
        let what =
          key == "datasets" ? "what the model was trained on" : "the model that this one was made from"
        context.report(at: PackageCard.place(key), "\(what) is not named", severity: .suggestion)
        continue
      }
      guard let entries = PackageCard.entries(value) else {
        context.report(
          at: PackageCard.place(key), "not an id", expected: "owner/name, or a list",
          found: PackageCard.text(value))
        continue
      }
      for entry in entries where entry.string.map({ HubValues.isRepositoryID($0) }) != true {
        context.report(
          at: PackageCard.place(key), "not an id of the Hub's", expected: "owner/name",
          found: PackageCard.text(entry))
      }
    }
    let relations = ["adapter", "merge", "quantized", "finetune"]
    if let relation = card.values["base_model_relation"], !relations.contains(relation.string ?? "") {
      context.report(
        at: PackageCard.place("base_model_relation"), "not a relation that the Hub knows",
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
