import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg014 = Rule(
    "CFG014", "hidden-state-unrecorded", .error, needs: [.json],
    title: "the hidden state that feeds the head is recorded",
    why: """
      What `hidden_states[-1]` means changed for ModernBERT between transformers 5.0.0 and 5.1.0: the same head on the \
      other state gives other masks, without an error.
      """,
    advice: """
      Record `hidden_state_source` in config.json and pruning_encoder_config.json: last_hidden_state, or pre_final_norm where \
      the head was trained on ModernBERT's state before its final norm.
      """,
    grading: "not recorded is a warning where the family's two states are the same",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    let value = config["hidden_state_source"]
    let known = (try? value?.string()).flatMap { $0 }.flatMap { HiddenStateSource(rawValue: $0) }
    let place = value?.place ?? Place(file: PackageLayout.config, jsonPath: "$.hidden_state_source")
    let choices = HiddenStateSource.allCases.map(\.rawValue).joined(separator: " or ")
    if value == nil {
      context.report(
        at: place, "hidden_state_source is not recorded", expected: choices,
        severity: encoder.hiddenStatesDiffer ? .error : .warning)
    } else if known == nil {
      context.report(at: place, "hidden_state_source is unknown", expected: choices, found: value?.lexeme)
    } else if known == .preFinalNorm && !encoder.hiddenStatesDiffer {
      context.report(
        at: place, "\(encoder.family.rawValue) has no final norm", expected: "last_hidden_state",
        found: value?.lexeme)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("nothing recorded", severity: .warning) { try $0.set("hidden_state_source", to: nil, in: $0.configs) },
  .bad("null, on which the modelling file raises") {
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
