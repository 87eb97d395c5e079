import Files
import JSON
import ModelDir

extension Rule {
  static let cfg006 = Rule(
    "CFG006", .error, needs: [.json],
    title: "config.json and its companions agree on what they share",
    why: """
      Readers of this package take one file or the other. Where they disagree about the number of labels, the length or \
      the threshold, the same package gives different results in different hands.
      """,
    fix: "Pack the model again, or give the keys that are named equal values."
  ) { context throws(RuleSkip) in
    let package = context.package
    let config = try package.required(PackageLayout.config)
    let compatible = try package.required(PackageLayout.compatibleConfig)
    compare(
      PackageConfig.sharedKeys.map { ($0, $0) } + [("base_model_name_or_path", "model_name_or_path")], config,
      compatible, context)
    if let head = package.node("\(PackageLayout.head)/\(PackageLayout.config)"),
      let shared = config["pruning_config"], shared.kind == .object
    {
      let keys = [
        "hidden_size", "num_labels", "classifier_dropout", "sentence_pooling", "use_weighted_pooling",
      ]
      compare(keys.map { ($0, $0) }, shared, head, context)
    }
    try package.requireAll(["\(PackageLayout.head)/\(PackageLayout.config)"])
  }

  private static func compare(
    _ keys: [(String, String)], _ left: JSONNode, _ right: JSONNode, _ context: RuleContext
  ) {
    for (leftKey, rightKey) in keys {
      let values = (left[leftKey].map { canonical($0) }, right[rightKey].map { canonical($0) })
      guard values.0 != values.1 else { continue }
      context.report(
        at: right[rightKey]?.place ?? Place(file: right.document.name, jsonPath: "\(right.path).\(rightKey)"),
        "differs from \(left.document.name)", expected: left[leftKey]?.lexeme ?? "nothing",
        found: right[rightKey]?.lexeme ?? "nothing")
    }
  }

  /// The value in a form in which equal values have equal texts.
  private static func canonical(_ node: JSONNode) -> String {
    if let number = try? node.double() { return String(number) }
    guard node.kind == .object, let members = try? node.members() else { return JSONValue(node).text(.file) }
    return members.map { "\($0.key): \(canonical($0.value))" }.sorted().joined(separator: "\n")
  }
}
