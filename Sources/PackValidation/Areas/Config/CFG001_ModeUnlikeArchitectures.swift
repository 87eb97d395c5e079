import ModelDir
import PackFiles
import PackJSON
import PackPythonCode

extension Rule {
  static let cfg001 = Rule(
    "CFG001", "mode-unlike-architectures", .error, needs: [.json, .code],
    title: "architectures names the class of the mode, and the modelling file defines it",
    why: """
      Tools choose by `architectures` what to do with a model; the modelling file chooses by `mode`. Where they disagree, \
      a pruning-only model is served as a reranker, or the other way round.
      """,
    advice: """
      Write `"architectures": ["PruningEncoderForSequenceClassification"]` for `"mode": "reranking_pruning"`. Write \
      `["PruningEncoderForTokenClassification"]` for `"mode": "pruning_only"`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let config = try context.package.documents.required(PackageLayout.config)
    guard let mode = context.package.documents.mode else {
      context.report(
        at: config.place(of: "mode"), config["mode"] == nil ? "mode is missing" : "mode is unknown",
        expected: PackageMode.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "),
        found: config["mode"]?.messageText,
        advice: modeAdvice(context.package))
      return
    }
    let names = (try? config.required("architectures").elements().map { try $0.string() }) ?? []
    if names != [mode.className] {
      context.report(
        at: config.place(of: "architectures"),
        config["architectures"] == nil
          ? "architectures is missing" : "architectures is not the class of mode \(mode.rawValue)",
        expected: "[\"\(mode.className)\"]", found: config["architectures"]?.messageText,
        advice: "Write `\"architectures\": [\"\(mode.className)\"]`.")
      return
    }
    let file = autoMapTarget(mode.autoClass, config)?.file ?? PackageLayout.modellingFile
    let code = try context.package.code.required(file).file
    if !code.topLevelClasses.contains(mode.className) {
      context.report(
        at: config.place(of: "architectures"), "\(file) does not define \(mode.className)",
        found: code.classesText,
        advice: """
          Define `\(mode.className)` in \(file). Or pack the model again with `pruning-pack save --from`, which writes the \
          modelling file.
          """)
    }
  }

  /// The mode to write, where the sub-model's directory tells it.
  private static func modeAdvice(_ package: PackageInspection) -> String {
    let modes = PackageMode.allCases.filter {
      package.listing.files.contains("\($0.subModelDirectory)/\(PackageLayout.config)")
    }
    guard modes.count == 1 else {
      return
        "Write `\"mode\": \"reranking_pruning\"` for a reranker, `\"mode\": \"pruning_only\"` for an encoder."
    }
    return "Write `\"mode\": \"\(modes[0].rawValue)\"`: the package has a \(modes[0].subModelDirectory)."
  }

  /// The file and the class that an entry of auto_map leads to; nil if it is not local, which is CFG003's.
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
