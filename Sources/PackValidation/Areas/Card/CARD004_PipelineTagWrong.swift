import ModelDir
import PackYAML

extension Rule {
  static let card004 = Rule(
    "CARD004", "pipeline-tag-wrong", .warning, needs: [.card, .json],
    title: "pipeline_tag is the Hub's name for what the model does",
    why: """
      The Hub lists models by this tag and shows its widget and snippet. `reranking` is not one of its tags: rerankers are \
      text-ranking, token classifiers are token-classification.
      """,
    advice:
      "Set `pipeline_tag` to text-ranking for reranking_pruning, and to token-classification for pruning_only.",
    fix: Fix("`pipeline_tag` is the mode's") { plan in
      guard let tag = plan.package.documents.mode?.pipelineTag else { return }
      if plan.hasFinding("CARD004"), let card = plan.bytes(PackageLayout.card),
        let changed = CardEditing.replacing("pipeline_tag", with: tag, in: card)
      {
        plan.write(PackageLayout.card, changed, for: "CARD004")
      }
      plan.completeCard("pipeline_tag", tag, for: "CARD004")
    },
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let card = try PackageCard(context.package)
    let expected = try context.package.documents.requiredMode().pipelineTag
    let value = card.values["pipeline_tag"]
    guard value?.string != expected else { return }
    let isKnown = value?.string.map { HubValues.contains(HubValues.pipelineTags, $0) } ?? false
    context.report(
      at: PackageCard.place("pipeline_tag"),
      value == nil
        ? "pipeline_tag is missing"
        : isKnown ? "pipeline_tag is not the mode's task" : "pipeline_tag is not a task of the Hub",
      expected: expected, found: value.map { PackageCard.text($0) })
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no task of the Hub's", severity: .warning) {
    try $0.replaceInCard(
      "pipeline_tag: text-ranking", with: "pipeline_tag: reranking")
  },
  .bad("another mode's task", severity: .warning) {
    try $0.replaceInCard(
      "pipeline_tag: text-ranking", with: "pipeline_tag: token-classification")
  },
  .good("the mode's task in quotes") {
    try $0.replaceInCard(
      "pipeline_tag: text-ranking", with: "pipeline_tag: \"text-ranking\"")
  },
]
