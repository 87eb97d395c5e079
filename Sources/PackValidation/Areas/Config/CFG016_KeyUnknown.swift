import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg016 = Rule(
    "CFG016", "key-unknown", .warning, needs: [.json],
    title: "every key of config.json is one that transformers, sentence-transformers or the package reads",
    why: """
      A key that nobody reads is kept and has no effect. Where it is a slip of the pen, the setting that was meant has its \
      default, and nothing says so.
      """,
    advice: "Correct the key, or delete it.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    for (config, reader) in package.consumedConfigs {
      let words = NearestWord(among: ConsumedKeys.parameters(of: reader) + ConsumedKeys.otherKeys.sorted())
      // Nobody mistypes so many: they are of another tool.
      var guesses = 100
      for member in (try? config.members()).map(Array.init) ?? []
      where !isKnown(member.key, reader) && !ConsumedKeys.hidesMember(member.key, in: reader) {
        guesses -= 1
        let nearest = guesses >= 0 ? words(to: member.key) : nil
        context.report(
          at: member.value.place, "\(member.key) is unknown", expected: nearest.map { "perhaps \($0)" },
          found: member.value.messageText,
          advice: nearest.map { "Write `\($0)` if that is meant; else delete `\(member.key)`." }
            ?? "Delete `\(member.key)` if nothing of yours reads it.")
      }
    }
    try package.documents.requireAll([
      PackageLayout.config, try package.documents.inSubModel(PackageLayout.config),
    ])
  }

  private static func isKnown(_ key: String, _ reader: ConsumedConfig) -> Bool {
    ConsumedKeys.isParameter(key, in: reader) || ConsumedKeys.otherKeys.contains(key)
      || MisleadingKey.all.contains { $0.name == key }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a letter too few in the sub-model") {
    try $0.set("hiden_act", to: .string("gelu"), in: $0.subConfig)
  },
  .bad("a key of a training script at the root") {
    try $0.set("learning_rate", to: .number("1e-5"), in: PackageLayout.config)
  },
  .bad("a key of the package in the sub-model") {
    try $0.set("pruning_threshold", to: .number("0.5"), in: $0.subConfig)
  },
  .good("keys of sentence-transformers and of older versions") {
    try $0.set(
      "sentence_transformers", to: .object(["version": .string("5.0.0")]), in: PackageLayout.config)
    try $0.set("gradient_checkpointing", to: .bool(false), in: $0.subConfig)
    try $0.set("position_embedding_type", to: .string("absolute"), in: $0.subConfig)
  },
]
