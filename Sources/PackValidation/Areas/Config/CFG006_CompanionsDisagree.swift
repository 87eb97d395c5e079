import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg006 = Rule(
    "CFG006", "companions-disagree", .error, needs: [.json],
    title: "config.json and its companions agree",
    why: """
      Some readers of a package take one file, some take another. Where the labels, the length or the threshold differ, the \
      same package gives different results.
      """,
    advice: """
      Give the key the same value in each file, or pack the model again with `pruning-pack save --from`.
      """,
    grading: "a fault of a companion alone, which transformers does not read, is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let compatible = try package.documents.required(PackageLayout.compatibleConfig)
    // A head's shape is compared by what it means; what wrote a file says nothing about the model.
    let shared = PackageConfig.sharedKeys.filter { $0 != "pruning_config" }
    let apart = shared + ["pruning_config", "transformers_version"]
    let keys = shared + common([config, compatible]).filter { !apart.contains($0) }
    for (key, other) in keys.map({ ($0, $0) }) + [("base_model_name_or_path", "model_name_or_path")] {
      compare([ConfigEntry(config, key), ConfigEntry(compatible, other)], context)
    }
    let headFile = "\(PackageLayout.head)/\(PackageLayout.config)"
    let heads = [config["pruning_config"], compatible["pruning_config"]]
    if heads.allSatisfy({ $0?.kind == .object }) {
      compareHeads((heads + [package.documents.node(headFile)]).compactMap { $0 }, context)
    } else {
      compare([ConfigEntry(config, "pruning_config"), ConfigEntry(compatible, "pruning_config")], context)
      let others = [heads.first { $0?.kind == .object } ?? nil, package.documents.node(headFile)]
      compareHeads(others.compactMap { $0 }, context)
    }
    try package.documents.requireAll([headFile])
  }

  /// What a head has where its configuration does not say; without a default, the key has to be there.
  private static let headDefaults: [(key: String, value: JSONValue?)] = [
    ("hidden_size", nil), ("num_labels", .int(2)), ("classifier_dropout", .int(0)),
    ("sentence_pooling", .string("mean")), ("use_weighted_pooling", .bool(false)),
  ]

  /// Upstream's loader has another name for a key than its writer.
  private static let headAliases = ["classifier_dropout": "dropout"]

  private static func compareHeads(_ heads: [JSONNode], _ context: RuleContext) {
    let known = headDefaults.map(\.key) + headAliases.values
    for (key, standard) in headDefaults {
      compare(heads.map { ConfigEntry($0, key, alias: headAliases[key], standard: standard) }, context)
    }
    for key in common(heads) where !known.contains(key) {
      compare(heads.filter { $0[key] != nil }.map { ConfigEntry($0, key) }, context)
    }
  }

  /// Keys that more than one has, in the order of the first that has it.
  private static func common(_ nodes: [JSONNode]) -> [String] {
    var keys: [String] = []
    var known: Set<ExactText> = []
    for (index, node) in nodes.enumerated() {
      for member in (try? node.members()).map(Array.init) ?? [] {
        let isShared = nodes.dropFirst(index + 1).contains { $0[member.key] != nil }
        if isShared, known.insert(ExactText(member.key)).inserted { keys.append(member.key) }
      }
    }
    return keys
  }

  /// Reports entries that differ: at the file that is wrong, where one of them can be told to be.
  private static func compare(_ entries: [ConfigEntry], _ context: RuleContext) {
    guard Set(entries.map(\.meaning)).count > 1, let last = entries.last else { return }
    let right = entries.filter { !$0.isWrong(in: context.package) }
    let odd = entries.filter { entry in entries.count { $0.meaning == entry.meaning } == 1 }
    let wrong =
      !right.isEmpty && Set(right.map(\.meaning)).count == 1
      ? entries.filter { $0.meaning != right[0].meaning } : odd.count == 1 ? odd : []
    for entry in wrong {
      guard let other = entries.first(where: { other in !wrong.contains { $0.file == other.file } }) else {
        continue
      }
      context.report(
        at: entry.place,
        entry.value == nil ? "\(entry.key) is missing" : "\(entry.key) differs from \(other.file)",
        expected: other.text, found: entry.value?.messageText,
        advice: advice(entry, like: other),
        severity: !right.isEmpty && entry.file != PackageLayout.config ? .warning : nil)
    }
    if wrong.isEmpty { reportUndecided(entries, at: last.place, context) }
  }

  /// Reports entries each of which may be right.
  private static func reportUndecided(_ entries: [ConfigEntry], at place: Place, _ context: RuleContext) {
    let hasOneKey = Set(entries.map(\.key)).count == 1
    let values = entries.enumerated().map { index, entry in
      (index == 0 || !hasOneKey ? "\(entry.key) is " : "") + "\(entry.text) in \(entry.file)"
    }
    context.report(
      at: place, values.joined(separator: ", "),
      advice: hasOneKey
        ? "Write the same `\(entries[0].key)` into each of these files."
        : "Write the same value for " + entries.map { "`\($0.key)`" }.joined(separator: " and ") + ".")
  }

  private static func advice(_ entry: ConfigEntry, like other: ConfigEntry) -> String {
    guard let value = other.value else { return "Delete `\(entry.key)`." }
    // A text that was cut cannot be written.
    guard value.lexeme.utf8.count <= 100 else { return "Copy `\(other.key)` from \(other.file)." }
    return "Write `\"\(entry.key)\": \(value.messageText)`."
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("two texts that look alike") {
    try $0.set("prefix", to: .string("\u{E9}"), in: "config.json")
    try $0.set("prefix", to: .string("e\u{301}"), in: "pruning_encoder_config.json")
  },
  .bad("two lengths") { try $0.set("max_length", to: .int(32), in: PackageLayout.compatibleConfig) },
  .bad("two base models") {
    try $0.set("model_name_or_path", to: .string("org/other"), in: PackageLayout.compatibleConfig)
  },
  .bad("another key that both have") {
    try $0.set("finetuning_task", to: .string("a"), in: PackageLayout.config)
    try $0.set("finetuning_task", to: .string("b"), in: PackageLayout.compatibleConfig)
  },
  .bad("a key that one of them lacks", severity: .warning) {
    try $0.set("pruning_threshold", to: nil, in: PackageLayout.compatibleConfig)
  },
  .bad("no head in one of them", severity: .warning) {
    try $0.set("pruning_config", to: nil, in: PackageLayout.compatibleConfig)
  },
  .bad("a head that pools", severity: .warning) {
    try $0.set("use_weighted_pooling", to: .bool(true), in: $0.headConfig)
  },
  .bad("another dropout under upstream's name", severity: .warning) {
    try $0.set("classifier_dropout", to: nil, in: $0.headConfig)
    try $0.set("dropout", to: .number("0.5"), in: $0.headConfig)
  },
  .bad("a local path in config.json and an id in its companion", causes: ["CFG007"]) {
    try $0.set("base_model_name_or_path", to: .string("/data/base"), in: PackageLayout.config)
  },
  .bad("an id in config.json and null in its companion", severity: .warning) {
    try $0.set("model_name_or_path", to: .null, in: PackageLayout.compatibleConfig)
  },
  .bad("another threshold, where both may be right") {
    try $0.set("pruning_threshold", to: .number("0.25"), in: PackageLayout.compatibleConfig)
  },
  .bad("a threshold that is not a probability", causes: ["RUN001"], blocks: true) {
    try $0.set("pruning_threshold", to: .int(3), in: PackageLayout.config)
  },
  .bad("three dropouts") {
    try $0.set("classifier_dropout", of: "pruning_config", to: .number("0.1"), in: PackageLayout.config)
    try $0.set(
      "classifier_dropout", of: "pruning_config", to: .number("0.2"), in: PackageLayout.compatibleConfig)
    try $0.set("classifier_dropout", to: .number("0.3"), in: $0.headConfig)
  },
  .bad("another width of the head in config.json alone", causes: ["CFG011"], blocks: true) {
    try $0.set("hidden_size", of: "pruning_config", to: .int(32), in: PackageLayout.config)
  },
  .good("a head that leaves out what has a default, and upstream's name for its dropout") {
    try $0.edit($0.headConfig) { head in
      head["dropout"] = head["classifier_dropout"]
      for key in ["num_labels", "classifier_dropout", "sentence_pooling", "use_weighted_pooling"] {
        head[key] = nil
      }
    }
  },
  .good("a number that is written in another way") {
    try $0.set("pruning_threshold", to: .number("5e-1"), in: PackageLayout.compatibleConfig)
  },
]
