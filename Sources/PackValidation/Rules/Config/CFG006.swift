import PackFiles
import PackJSON
import ModelDir

extension Rule {
  static let cfg006 = Rule(
    "CFG006", .error, needs: [.json],
    title: "config.json and its companions agree on what they share",
    why: """
      Readers of this package take one file or the other. Where they disagree about the number of labels, the length or \
      the threshold, the same package gives different results in different hands.
      """,
    fix: """
      Give the key that is named the same value in config.json, pruning_encoder_config.json and pruning_head/config.json, or \
      pack the model again with `pruning-pack save --from`.
      """
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.required(PackageLayout.config)
    let compatible = try package.required(PackageLayout.compatibleConfig)
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
    if let head, head.kind == .object, let file = package.node(headFile) {
      compareHeads(head, file, context)
    }
    try package.requireAll([headFile])
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
    where !areEqual(value(left, key, standard), value(right, key, standard)) {
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
    areEqual(left.map { canonical($0) }, right.map { canonical($0) })
  }

  /// Texts by their bytes: other readers know of no letters that look alike.
  private static func areEqual(_ left: String?, _ right: String?) -> Bool {
    left.map { ExactText($0) } == right.map { ExactText($0) }
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
