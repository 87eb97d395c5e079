import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg007 = Rule(
    "CFG007", "local-path", .error, needs: [.json],
    title: "no *name_or_path is a local path",
    why: """
      transformers writes the path that a model was loaded from into its configuration. On another machine it leads \
      nowhere, or to another model. And it tells everybody how its maker's disk is laid out.
      """,
    advice: "Write the model's Hub id, such as `\"owner/name\"`, or `null`.",
    fix: .localPaths,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    var checked = false
    for (_, document) in context.package.documents.json.sorted(by: { $0.key < $1.key }) {
      guard case .success(let document) = document, document.root.kind == .object else { continue }
      checked = true
      // A tokenizer's vocabulary has keys of every kind, none of which is a setting.
      guard lastPathComponent(document.name) != PackageLayout.tokenizer else { continue }
      for (key, value) in LocalPathScan.paths(in: document.root) {
        let isBaseModel = value.path == "$.\(key)" && baseModelKeys.contains(key)
        let known = isBaseModel ? FixPlan(package: context.package, findings: []).baseModel : nil
        context.report(
          at: value.place, "\(key) is a local path", expected: "a Hub id, or null", found: value.messageText,
          advice: known.map { "Write `\"\(key)\": \($0.quotedForMessage)`." })
      }
    }
    guard checked else { throw .prerequisiteFailed("no JSON file can be read") }
  }

  /// Keys under which a package has the id of its base model.
  private static let baseModelKeys = FixPlan.baseModelKeys.map(\.key) + ["_name_or_path"]
}

extension Fix {
  fileprivate static let localPaths = Fix(
    "a local path becomes the base model's id; where no file has that id, null or an empty text"
  ) { plan in
    let known = plan.baseModel
    for path in plan.files where path.hasSuffix(".json") && lastPathComponent(path) != PackageLayout.tokenizer
    {
      guard let document = plan.document(path) else { continue }
      let changes = LocalPathScan.paths(in: document.root).map { key, value in
        (node: value, text: replacement(of: key, in: path, plan, known))
      }
      if !changes.isEmpty { plan.write(path, document.replacing(changes), for: "CFG007") }
    }
  }

  /// What is written in a local path's place; nil for null.
  private static func replacement(
    of key: String, in path: String, _ plan: FixPlan, _ known: String?
  ) -> String? {
    if let index = FixPlan.baseModelKeys.firstIndex(where: { $0.file == path && $0.key == key }) {
      let other = FixPlan.baseModelKeys[1 - index]
      if let node = plan.document(other.file)?.root[other.key] {
        if node.isNull { return nil }
        if let value = try? node.string(), !value.isEmpty, !isLocalPath(value) { return value }
      }
      return known
    }
    // transformers writes an empty text for a model that came from nowhere.
    return known ?? ""
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a local path", causes: ["CFG006"]) {
    try $0.set("base_model_name_or_path", to: .string("/data/out/ranking_model"), in: "config.json")
  },
  .bad("a local path in the sub-model") {
    try $0.set("_name_or_path", to: .string("../checkpoints"), in: $0.subConfig)
  },
  .bad("a local path in a list", warns: ["CFG016"]) {
    try $0.set("teacher_name_or_path", to: .array([.string("/home/me/base")]), in: $0.subConfig)
  },
  .bad("a local path in a list of objects", warns: ["CFG016"]) {
    let adapter: JSONObject = ["base_model_name_or_path": .string("/home/me/base")]
    try $0.set("adapters", to: .array([.object(adapter)]), in: $0.subConfig)
  },
  .good("an id in the sub-model") { try $0.set("_name_or_path", to: .string("org/base"), in: $0.subConfig) },
  .good("the empty text of a model that came from nowhere") {
    try $0.set("_name_or_path", to: .string(""), in: $0.subConfig)
  },
  .good("a path that names no model") { try $0.set("prefix", to: .string("/data/x"), in: $0.subConfig) },
]
