import PackYAML

extension Rule {
  static let card007 = Rule(
    "CARD007", "model-index-malformed", .error, needs: [.card],
    title: "model-index is well formed",
    why:
      "The Hub reads evaluation results from model-index and refuses a card with an incomplete result.",
    advice:
      "Give each result `task.type`, `dataset.type`, `dataset.name` and `metrics` with type and value, or delete model-index.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    guard let index = card.values["model-index"] else { throw .notApplicable("there is no model-index") }
    func report(_ path: String, _ expected: String) {
      context.report(at: PackageCard.place(path), "a part of model-index is missing", expected: expected)
    }
    func requireText(_ value: YAMLValue?, _ path: String) {
      guard case .scalar(let text, _)? = value, !text.isEmpty else { return report(path, "a text") }
    }
    guard case .sequence(let models) = index, !models.isEmpty else {
      return report("model-index", "a list of models")
    }
    for (number, model) in models.enumerated() {
      let path = "model-index[\(number)]"
      requireText(model["name"], "\(path).name")
      guard case .sequence(let results)? = model["results"], !results.isEmpty else {
        report("\(path).results", "a list of results")
        continue
      }
      for (number, result) in results.enumerated() {
        let path = "\(path).results[\(number)]"
        requireText(result["task"]?["type"], "\(path).task.type")
        requireText(result["dataset"]?["type"], "\(path).dataset.type")
        requireText(result["dataset"]?["name"], "\(path).dataset.name")
        guard case .sequence(let metrics)? = result["metrics"], !metrics.isEmpty else {
          report("\(path).metrics", "a list of metrics")
          continue
        }
        for (number, metric) in metrics.enumerated() {
          requireText(metric["type"], "\(path).metrics[\(number)].type")
          if metric["value"] == nil || metric["value"]?.isNull == true {
            report("\(path).metrics[\(number)].value", "a value")
          }
        }
      }
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("results without a task") {
    try $0.replaceInCard(
      "base_model:", with: "model-index: [{name: a, results: [{}]}]\nbase_model:")
  },
  .bad("a text") { try $0.replaceInCard("base_model:", with: "model-index: good\nbase_model:") },
  .good("a result with all its parts") {
    try $0.addToCard(
      "model-index: [{name: a, results: [{task: {type: text-ranking}, dataset: {type: a/b, name: b}, metrics: [{type: map, value: 0.5}]}]}]"
    )
  },
]
