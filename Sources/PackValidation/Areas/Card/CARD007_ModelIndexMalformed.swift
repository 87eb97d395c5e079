import ModelDir
import PackFiles
import PackYAML

extension Rule {
  static let card007 = Rule(
    "CARD007", "model-index-malformed", .error, needs: [.card],
    title: "model-index is well formed",
    why: """
      The Hub reads evaluation results from model-index and refuses a card with an incomplete result, or with a number where \
      it wants a text.
      """,
    advice:
      "Give each result `task.type`, `dataset.type`, `dataset.name` and `metrics` with type and value, or delete model-index.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    guard let index = card.values["model-index"] else { throw .notApplicable("there is no model-index") }
    let faults = card.frontMatter.clientFaults.filter { PackageCard.isModelIndex($0.path) }
    for fault in faults {
      context.report(
        at: Place(file: PackageLayout.card, jsonPath: fault.path), fault.problem, expected: fault.expected,
        found: fault.found)
    }
    guard faults.isEmpty, case .sequence(let models) = index else { return }
    for (number, model) in models.enumerated() {
      let path = "model-index[\(number)]"
      check(model, path, ["name"], [], context)
      for (number, result) in (model["results"]?.sequence ?? []).enumerated() {
        let path = "\(path).results[\(number)]"
        check(result["task"], "\(path).task", ["type"], ["name"], context)
        check(
          result["dataset"], "\(path).dataset", ["type", "name"], ["config", "split", "revision"], context)
        check(result["source"], "\(path).source", [], ["name", "url"], context)
        for (number, metric) in (result["metrics"]?.sequence ?? []).enumerated() {
          let path = "\(path).metrics[\(number)]"
          check(metric, path, ["type"], ["name", "config"], context)
          if metric["value"]?.isNull == true {
            context.report(
              at: PackageCard.place("\(path).value"), "a result has no value", expected: "a value")
          }
        }
      }
    }
  }

  /// Holds the members of a mapping to what the Hub's own check wants: texts.
  private static func check(
    _ value: YAMLValue?, _ path: String, _ required: [String], _ optional: [String],
    _ context: RuleContext
  ) {
    guard let value else { return }
    for key in required where value[key]?.string?.isEmpty != false {
      context.report(
        at: PackageCard.place("\(path).\(key)"), "the Hub wants a text", expected: "a text",
        found: value[key].map(PackageCard.text))
    }
    for key in optional {
      guard let member = value[key], !member.isNull, member.string == nil else { continue }
      context.report(
        at: PackageCard.place("\(path).\(key)"), "the Hub wants a text",
        expected: "quotes around the value", found: PackageCard.text(member))
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("results without a task") {
    try $0.replaceInCard(
      "base_model:", with: "model-index: [{name: a, results: [{}]}]\nbase_model:")
  },
  .bad("a configuration that is a number") {
    try $0.addToCard(
      "model-index: [{name: a, results: [{task: {type: text-ranking}, dataset: {type: a/b, name: b, config: 2024}, metrics: [{type: map, value: 0.5}]}]}]"
    )
  },
  .bad("a source without an address") {
    try $0.addToCard(
      "model-index: [{name: a, results: [{task: {type: text-ranking}, dataset: {type: a/b, name: b}, metrics: [{type: map, value: 0.5}], source: {name: c}}]}]"
    )
  },
  .good("no results, as Trainer writes it") {
    try $0.addToCard("model-index: [{name: a, results: []}]")
  },
  .bad("a text") { try $0.replaceInCard("base_model:", with: "model-index: good\nbase_model:") },
  .good("a result with all its parts") {
    try $0.addToCard(
      "model-index: [{name: a, results: [{task: {type: text-ranking}, dataset: {type: a/b, name: b}, metrics: [{type: map, value: 0.5}]}]}]"
    )
  },
]
