import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg014 = Rule(
    "CFG014", "hidden-state-unrecorded", .error, needs: [.json],
    title: "hidden_state_source says which hidden state the head reads",
    why: """
      For ModernBERT, transformers 5.1.0 changed what `hidden_states[-1]` means. The same head on the other state gives \
      other masks, without an error.
      """,
    advice: """
      Write `"hidden_state_source": "last_hidden_state"` into config.json and pruning_encoder_config.json. Write \
      `"pre_final_norm"` if the head was trained on ModernBERT's state before its final norm.
      """,
    grading: "a missing one is a warning where the family's two states are the same",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    let value = config["hidden_state_source"]
    let known = (try? value?.string()).flatMap { $0 }.flatMap { HiddenStateSource(rawValue: $0) }
    let place = config.place(of: "hidden_state_source")
    let sources: [HiddenStateSource] =
      encoder.hiddenStatesDiffer ? HiddenStateSource.allCases : [.lastHiddenState]
    let choices = sources.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
    // A family with one state leaves no choice.
    let advice =
      encoder.hiddenStatesDiffer
      ? nil
      : "Write `\"hidden_state_source\": \(choices)` into config.json and pruning_encoder_config.json."
    if value == nil {
      context.report(
        at: place, "hidden_state_source is missing", expected: choices, advice: advice,
        severity: encoder.hiddenStatesDiffer ? .error : .warning)
    } else if known == nil {
      context.report(
        at: place, "hidden_state_source is unknown", expected: choices, found: value?.messageText,
        advice: advice)
    } else if known == .preFinalNorm && !encoder.hiddenStatesDiffer {
      context.report(
        at: place, "\(encoder.family.rawValue) has no final norm", expected: choices,
        found: value?.messageText,
        advice: advice)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("nothing recorded", severity: .warning) { try $0.set("hidden_state_source", to: nil, in: $0.configs) },
  .bad("null, on which the modelling file raises", causes: ["CFG017"]) {
    try $0.set("hidden_state_source", to: .null, in: $0.configs)
  },
  .bad("a state that nobody knows", causes: ["RUN001"], blocks: true) {
    try $0.set("hidden_state_source", to: .string("first_hidden_state"), in: $0.configs)
  },
  .bad("a state that the family does not have") {
    try $0.set("hidden_state_source", to: .string("pre_final_norm"), in: $0.configs)
  },
  .good("recorded in both configurations, not in the sub-model"),
]
