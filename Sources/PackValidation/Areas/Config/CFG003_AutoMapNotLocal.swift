import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let cfg003 = Rule(
    "CFG003", "auto-map-not-local", .error, needs: [.json], guardsCode: true,
    title: "auto_map entries are `module.Class`, local to the package",
    why: """
      transformers splits an entry at its only dot. A dotted path, a folder or a `repository--` prefix either fails or \
      runs code from somewhere else than the package that was checked.
      """,
    advice: "Write `module.Class`, where module.py lies at the package's root.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    // Whoever loads a sub-model alone follows its own auto_map.
    let others = package.documents.json.keys.sorted().filter {
      $0 != PackageLayout.config
        && [PackageLayout.config, PackageLayout.compatibleConfig].contains(lastPathComponent($0))
    }
    judge(others.flatMap { autoMapEntries(package.documents.node($0)) }, context)
    judge(try autoMapEntries(package), context)
  }

  private static func judge(_ entries: [(Place, String?)], _ context: RuleContext) {
    for (place, entry) in entries {
      guard let entry else {
        context.report(at: place, "auto_map entry is no string", expected: "module.Class")
        continue
      }
      let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
      let isPlain = parts.count == 2 && parts.allSatisfy { isPythonIdentifier($0) }
      if !isPlain {
        context.report(at: place, "auto_map entry is not local", expected: "module.Class", found: entry)
      }
    }
  }

  /// Every entry of auto_map with its place; a list, as tokenizers have, counts as several.
  static func autoMapEntries(_ package: PackageInspection) throws(RuleSkip) -> [(Place, String?)] {
    let config = try package.documents.required(PackageLayout.config)
    guard let map = config["auto_map"], map.kind == .object else {
      throw .prerequisiteFailed("there is no auto_map")
    }
    return autoMapEntries(config)
  }

  private static func autoMapEntries(_ config: JSONNode?) -> [(Place, String?)] {
    guard let members = try? config?["auto_map"]?.members() else { return [] }
    return members.flatMap { member -> [(Place, String?)] in
      if let elements = try? member.value.elements() {
        return elements.filter { !$0.isNull }.map { ($0.place, try? $0.string()) }
      }
      return [(member.value.place, try? member.value.string())]
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a dotted path") {
    try $0.mapClass("sentence_transformers.pruning.PruningEncoderForSequenceClassification")
  },
  .bad("a repository") {
    try $0.mapClass("org/repo--modeling_pruning_encoder.PruningEncoderForSequenceClassification")
  },
  .bad("a repository in the sub-model") {
    try $0.set("auto_map", to: .object(["AutoModel": .string("evil/repo--mod.Cls")]), in: $0.subConfig)
  },
  .bad("an entry that is a number") {
    try $0.set("AutoModel", of: "auto_map", to: .int(1), in: "config.json")
  },
  .good("a list with null, as tokenizers have it") {
    try $0.set(
      "AutoTokenizer", of: "auto_map",
      to: .array([.string("modeling_pruning_encoder.PruningEncoderConfig"), .null]), in: "config.json")
  },
]
