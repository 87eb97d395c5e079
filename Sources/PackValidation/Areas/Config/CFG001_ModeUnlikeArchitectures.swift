import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let cfg001 = Rule(
    "CFG001", "mode-unlike-architectures", .error, needs: [.json, .code],
    title: "mode is known, and architectures names its one class, which the modelling file defines",
    why: """
      Tools choose what to do with a model by `architectures`; the modelling file chooses by `mode`. Where they disagree, \
      a pruning-only model is served as a reranker, or the other way round.
      """,
    advice: """
      Write `"architectures": ["PruningEncoderForSequenceClassification"]` for `"mode": "reranking_pruning"`, \
      `["PruningEncoderForTokenClassification"]` for `"mode": "pruning_only"`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let config = try context.package.documents.required(PackageLayout.config)
    guard let mode = context.package.documents.mode else {
      let node = config["mode"]
      context.report(
        at: node?.place ?? Place(file: PackageLayout.config, jsonPath: "$.mode"),
        "mode is missing or unknown",
        expected: PackageMode.allCases.map(\.rawValue).joined(separator: " or "),
        found: node?.lexeme ?? "nothing")
      return
    }
    let names = (try? config.required("architectures").elements().map { try $0.string() }) ?? []
    if names != [mode.className] {
      context.report(
        at: config["architectures"]?.place ?? Place(file: PackageLayout.config, jsonPath: "$.architectures"),
        "architectures does not name the class of mode \(mode.rawValue)", expected: "[\"\(mode.className)\"]",
        found: config["architectures"]?.lexeme ?? "nothing")
      return
    }
    let file = autoMapTarget(mode.autoClass, config)?.file ?? PackageLayout.modellingFile
    guard let code = context.package.code.file(file), case .success = code.facts else {
      throw .prerequisiteFailed("\(file) cannot be parsed")
    }
    if !code.topLevelClasses.contains(mode.className) {
      context.report(
        at: config["architectures"]?.place ?? Place(file: PackageLayout.config, jsonPath: "$.architectures"),
        "\(file) does not define the class", expected: "class \(mode.className)",
        found: code.topLevelClasses.isEmpty ? "no class" : code.topLevelClasses.joined(separator: ", "))
    }
  }

  /// The file and the class that an entry of auto_map leads to; nil where it is no local one, which is CFG003's.
  static func autoMapTarget(_ key: String, _ config: JSONNode) -> (file: String, name: String)? {
    guard let entry = try? config["auto_map"]?[key]?.string() else { return nil }
    let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy(isPythonIdentifier) else { return nil }
    return ("\(parts[0]).py", String(parts[1]))
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("an unknown mode", causes: ["CFG006", "RUN001"], blocks: true) {
    try $0.set("mode", to: .string("reranking"), in: "config.json")
  },
  .bad("no mode", causes: ["CFG006", "RUN001"], blocks: true) {
    try $0.set("mode", to: nil, in: "config.json")
  },
  .bad("the architecture of the other mode") {
    let architectures = [JSONValue.string("PruningEncoderForTokenClassification")]
    try $0.set("architectures", to: .array(architectures), in: "config.json")
  },
  .bad("no architectures") { try $0.set("architectures", to: nil, in: "config.json") },
  .bad("a class under another name", causes: ["CFG004"], warns: ["PY012"]) {
    try $0.replace(
      "class PruningEncoderForSequenceClassification(", with: "class PruningEncoderForSequenceClassified(",
      in: PackageLayout.modellingFile)
  },
  .bad("an auto_map module without the class", causes: ["CFG004"], warns: ["PY012"]) {
    try $0.mapClass("other.PruningEncoderForSequenceClassification")
    try $0.write("x = 1\n", to: "other.py")
  },
  .good("a class in a module of its own", warns: ["PY012"]) {
    try $0.mapClass("other.PruningEncoderForSequenceClassification")
    try $0.write(
      """
      from .modeling_pruning_encoder import PruningEncoderForSequenceClassification as Base


      class PruningEncoderForSequenceClassification(Base):
          pass

      """, to: "other.py")
  },
  .good("an encoder with a class for tokens", of: .encoder),
]
