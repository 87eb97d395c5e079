import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg017 = Rule(
    "CFG017", "null-taken-literally", .error, needs: [.json],
    title: "no key of config.json is null where null differs from the default",
    why: """
      A missing key has a default, and null is no missing key. transformers takes it for the value: a model without \
      positions, without a padding token, or an error in the middle of the code.
      """,
    advice: "Delete the reported key, or give it its value.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    for (config, reader) in package.consumedConfigs {
      for member in (try? config.members()).map(Array.init) ?? []
      where member.value.isNull && ConsumedKeys.takesNullLiterally(member.key, in: reader) {
        context.report(
          at: member.value.place, "\(member.key) is null", expected: "a value, or no such key", found: "null",
          advice: "Delete `\(member.key)` from \(config.document.name), or write its value.")
      }
    }
    try package.documents.requireAll([
      PackageLayout.config, try package.documents.inSubModel(PackageLayout.config),
    ])
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no kind of positions") { try $0.set("position_embedding_type", to: .null, in: $0.subConfig) },
  .bad("no dropout", causes: ["RUN001"]) {
    try $0.set("attention_probs_dropout_prob", to: .null, in: $0.subConfig)
  },
  .bad("no list of pruned heads") { try $0.set("pruned_heads", to: .null, in: $0.subConfig) },
  .bad("no threshold") { try $0.set("pruning_threshold", to: .null, in: $0.configs) },
  .bad("no version of the format") { try $0.set("pruning_pack_format", to: .null, in: PackageLayout.config) },
  .good("nulls that mean what a missing key means") {
    try $0.set("classifier_dropout", to: .null, in: $0.subConfig)
    try $0.set("base_model_name_or_path", to: .null, in: PackageLayout.config)
    try $0.set("model_name_or_path", to: .null, in: PackageLayout.compatibleConfig)
  },
]
