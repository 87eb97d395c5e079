import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg007 = Rule(
    "CFG007", "local-path", .error, needs: [.json],
    title: "no local path in any *name_or_path",
    why: """
      transformers writes the path that a model was loaded from into its configuration. On another machine it leads \
      nowhere, or to something else, and it tells the world how its maker's disk is laid out.
      """,
    advice:
      "Write the Hub id of the base model, `owner/name`, or null under the *name_or_path that is named.",
    fix: .localPaths,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    var checked = false
    for (_, document) in context.package.documents.json.sorted(by: { $0.key < $1.key }) {
      guard case .success(let document) = document, document.root.kind == .object else { continue }
      checked = true
      // A tokenizer's vocabulary has keys of every kind, none of which is a setting.
      guard lastPathComponent(document.name) != PackageLayout.tokenizer else { continue }
      for (_, value) in LocalPathScan.paths(in: document.root) {
        context.report(
          at: value.place, "local path", expected: "a Hub id or null",
          found: (try? value.string())?.quotedForMessage)
      }
    }
    guard checked else { throw .prerequisiteFailed("no JSON file can be read") }
  }
}

extension Fix {
  fileprivate static let localPaths = Fix(
    "a local path becomes the base model's id where the package names it elsewhere, else null or the empty text that transformers writes"
  ) { plan in
    let known = plan.baseModel
    for path in plan.files where path.hasSuffix(".json") && lastPathComponent(path) != PackageLayout.tokenizer
    {
      // Each replacement moves what follows it, so the text is read again after it.
      while let document = plan.document(path), let found = LocalPathScan.paths(in: document.root).first {
        let text = document.replacing(found.value, with: replacement(of: found.key, in: path, plan, known))
        guard text != document.bytes else { break }
        plan.write(path, text, for: "CFG007")
      }
    }
  }

  private static func replacement(
    of key: String, in path: String, _ plan: FixPlan, _ known: String?
  ) -> JSONValue {
    if let index = FixPlan.baseModelKeys.firstIndex(where: { $0.file == path && $0.key == key }) {
      let other = FixPlan.baseModelKeys[1 - index]
      if let node = plan.document(other.file)?.root[other.key] {
        if node.isNull { return .null }
        if let value = try? node.string(), !value.isEmpty, !isLocalPath(value) { return .string(value) }
      }
      return known.map { .string($0) } ?? .null
    }
    // transformers writes an empty text for a model that came from nowhere.
    return .string(known ?? "")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a local path", causes: ["CFG006"]) {
    try $0.set("base_model_name_or_path", to: .string("/data/out/ranking_model"), in: "config.json")
  },
  .bad("a local path in the sub-model") {
    try $0.set("_name_or_path", to: .string("../checkpoints"), in: $0.subConfig)
  },
  .bad("a local path in a list") {
    try $0.set("teacher_name_or_path", to: .array([.string("/home/me/base")]), in: $0.subConfig)
  },
  .bad("a local path in a list of objects") {
    let adapter: JSONObject = ["base_model_name_or_path": .string("/home/me/base")]
    try $0.set("adapters", to: .array([.object(adapter)]), in: $0.subConfig)
  },
  .good("an id in the sub-model") { try $0.set("_name_or_path", to: .string("org/base"), in: $0.subConfig) },
  .good("the empty text of a model that came from nowhere") {
    try $0.set("_name_or_path", to: .string(""), in: $0.subConfig)
  },
  .good("a path that names no model") { try $0.set("note", to: .string("/data/x"), in: $0.subConfig) },
]
