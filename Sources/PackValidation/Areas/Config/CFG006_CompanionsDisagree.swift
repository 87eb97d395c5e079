import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg006 = Rule(
    "CFG006", "companions-disagree", .error, needs: [.json],
    title: "config.json and its companions agree on what they share",
    why: """
      Readers of this package take one file or the other. Where they disagree about the number of labels, the length or \
      the threshold, the same package gives different results in different hands.
      """,
    advice: """
      Give the key that is named the same value in config.json, pruning_encoder_config.json and pruning_head/config.json, or \
      pack the model again with `pruning-pack save --from`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.documents.required(PackageLayout.config)
    let compatible = try package.documents.required(PackageLayout.compatibleConfig)
    // A head's shape is compared by what it means; what wrote a file says nothing about the model.
    let shared = PackageConfig.sharedKeys.filter { $0 != "pruning_config" }
    let apart = shared + ["pruning_config", "transformers_version"]
    let keys = shared + common(config, compatible).filter { !apart.contains($0) }
    for (key, other) in keys.map({ ($0, $0) }) + [("base_model_name_or_path", "model_name_or_path")]
    where !areEqual(config[key], compatible[other]) {
      report(config, key, compatible, other, context)
    }
    let (head, other) = (config["pruning_config"], compatible["pruning_config"])
    if let head, let other, head.kind == .object, other.kind == .object {
      compareHeads(head, other, context)
    } else if !areEqual(head, other) {
      report(config, "pruning_config", compatible, "pruning_config", context)
    }
    let headFile = "\(PackageLayout.head)/\(PackageLayout.config)"
    if let head, head.kind == .object, let file = package.documents.node(headFile) {
      compareHeads(head, file, context)
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

  private static func compareHeads(_ left: JSONNode, _ right: JSONNode, _ context: RuleContext) {
    func value(_ node: JSONNode, _ key: String, _ standard: JSONValue?) -> String? {
      (node[key] ?? headAliases[key].flatMap { node[$0] }).map { canonical($0) }
        ?? standard.map { canonical($0) }
    }
    let known = headDefaults.map(\.key) + headAliases.values
    let others: [(key: String, value: JSONValue?)] = common(left, right).filter { !known.contains($0) }.map {
      ($0, nil)
    }
    for (key, standard) in headDefaults + others
    where value(left, key, standard) != value(right, key, standard) {
      report(left, key, right, key, context)
    }
  }

  /// Keys that both have, in the order of the first.
  private static func common(_ left: JSONNode, _ right: JSONNode) -> [String] {
    guard let members = try? left.members() else { return [] }
    return members.map(\.key).filter { right[$0] != nil }
  }

  private static func report(
    _ left: JSONNode, _ leftKey: String, _ right: JSONNode, _ rightKey: String, _ context: RuleContext
  ) {
    context.report(
      at: right[rightKey]?.place ?? Place(file: right.document.name, jsonPath: "\(right.path).\(rightKey)"),
      "differs from \(left.document.name)", expected: left[leftKey]?.lexeme ?? "nothing",
      found: right[rightKey]?.lexeme ?? "nothing")
  }

  /// Absent ones are equal, too.
  private static func areEqual(_ left: JSONNode?, _ right: JSONNode?) -> Bool {
    left.map { canonical($0) } == right.map { canonical($0) }
  }

  private static func canonical(_ node: JSONNode) -> String { canonical(JSONValue(node)) }

  /// A value in a form in which equal values have equal texts.
  private static func canonical(_ value: JSONValue) -> String {
    switch value {
    case .number(let text): return Double(text).map { String($0) } ?? text
    case .object(let object):
      let members = object.members.map { member -> String in
        JSONValue.string(member.key).text(.line) + ":" + canonical(member.value)
      }
      return "{" + members.sorted().joined(separator: ",") + "}"
    case .array(let values): return "[" + values.map { canonical($0) }.joined(separator: ",") + "]"
    case .null, .bool, .string: return value.text(.line)
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("two lengths") { try $0.set("max_length", to: .int(32), in: PackageLayout.compatibleConfig) },
  .bad("two base models") {
    try $0.set("model_name_or_path", to: .string("org/other"), in: PackageLayout.compatibleConfig)
  },
  .bad("another key that both have") {
    try $0.set("remark", to: .string("a"), in: PackageLayout.config)
    try $0.set("remark", to: .string("b"), in: PackageLayout.compatibleConfig)
  },
  .bad("a key that one of them lacks") {
    try $0.set("pruning_threshold", to: nil, in: PackageLayout.compatibleConfig)
  },
  .bad("no head in one of them") {
    try $0.set("pruning_config", to: nil, in: PackageLayout.compatibleConfig)
  },
  .bad("a head that pools") { try $0.set("use_weighted_pooling", to: .bool(true), in: $0.headConfig) },
  .bad("another dropout under upstream's name") {
    try $0.set("classifier_dropout", to: nil, in: $0.headConfig)
    try $0.set("dropout", to: .number("0.5"), in: $0.headConfig)
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
