import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let cfg003 = Rule(
    "CFG003", "auto-map-not-local", .error, needs: [.json], guardsCode: true,
    title: "each entry of auto_map is `module.Class`, and the module is the package's own",
    why: """
      transformers splits an entry at its only dot. A dotted path or a folder does not load. A `repository--` prefix runs \
      code from another repository than the one that was checked.
      """,
    advice: "Write `module.Class`, and put module.py beside the file that names it.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    // A sub-model that is loaded alone uses its own auto_map.
    let others = package.documents.json.keys.sorted().filter {
      $0 != PackageLayout.config
        && [PackageLayout.config, PackageLayout.compatibleConfig].contains(lastPathComponent($0))
    }
    judge(others.flatMap { autoMapNodes(package.documents.node($0)) }, context)
    judge(try autoMapNodes(package), context)
  }

  private static func judge(_ entries: [JSONNode], _ context: RuleContext) {
    for node in entries {
      guard let entry = try? node.string() else {
        context.report(
          at: node.place, "auto_map entry is not a string", expected: "\"module.Class\"",
          found: node.messageText)
        continue
      }
      let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
      let isPlain = parts.count == 2 && parts.allSatisfy { isPythonIdentifier($0) }
      if isPlain { continue }
      let halves = entry.split(separator: "--", maxSplits: 1)
      context.report(
        at: node.place,
        halves.count == 2
          ? "auto_map loads code from the repository \(halves[0])" : "auto_map entry is not `module.Class`",
        expected: "\"module.Class\"", found: entry.quotedForMessage, advice: advice(parts))
    }
  }

  /// What to write in place of an entry, where its last two parts tell; nil where they do not.
  private static func advice(_ parts: [Substring]) -> String? {
    guard let name = parts.last, isPythonIdentifier(name),
      let module = parts.dropLast().last?.split(whereSeparator: { "/-".contains($0) }).last,
      isPythonIdentifier(module)
    else { return nil }
    return "Copy \(module).py into the package, and write `\"\(module).\(name)\"`."
  }

  /// Every entry of the root's auto_map with its place; nil where it is not a string.
  static func autoMapEntries(_ package: PackageInspection) throws(RuleSkip) -> [(Place, String?)] {
    try autoMapNodes(package).map { ($0.place, try? $0.string()) }
  }

  private static func autoMapNodes(_ package: PackageInspection) throws(RuleSkip) -> [JSONNode] {
    let config = try package.documents.required(PackageLayout.config)
    guard let map = config["auto_map"], map.kind == .object else {
      throw .prerequisiteFailed("there is no auto_map")
    }
    return autoMapNodes(config)
  }

  /// Every entry of auto_map; a list, as tokenizers have, counts as several.
  private static func autoMapNodes(_ config: JSONNode?) -> [JSONNode] {
    guard let members = try? config?["auto_map"]?.members() else { return [] }
    // Of other names than those of transformers' Auto classes nobody asks.
    return members.filter { $0.key.hasPrefix("Auto") }.flatMap { member -> [JSONNode] in
      guard let elements = try? member.value.elements() else { return [member.value] }
      return elements.filter { !$0.isNull }
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
    try $0.set("AutoModelForMaskedLM", of: "auto_map", to: .int(1), in: "config.json")
  },
  .good("an entry that no Auto class asks for") {
    try $0.set("auto_map", to: .object(["content": .string("reef")]), in: $0.subConfig)
  },
  .good("a list with null, as tokenizers have it") {
    try $0.set(
      "AutoTokenizer", of: "auto_map",
      to: .array([.string("modeling_pruning_encoder.PruningEncoderConfig"), .null]), in: "config.json")
  },
]
