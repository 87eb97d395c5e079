import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg002 = Rule(
    "CFG002", "auto-map-incomplete", .error, needs: [.json],
    title: "auto_map has AutoConfig, AutoModel and the Auto class of the mode",
    why: """
      transformers finds the code of a model that it does not know through auto_map. Without the entry of the mode's Auto \
      class, loading ends in "Unrecognized configuration class". So does `AutoModel.from_pretrained` without the entry AutoModel, \
      which packages of version 0.1.0 do not have.
      """,
    advice: """
      Write `"AutoConfig": "modeling_pruning_encoder.PruningEncoderConfig"` into auto_map. For reranking_pruning add \
      `"AutoModelForSequenceClassification": "modeling_pruning_encoder.PruningEncoderForSequenceClassification"`. For \
      pruning_only add `"AutoModelForTokenClassification": "modeling_pruning_encoder.PruningEncoderForTokenClassification"`.
      """,
    grading: "a missing AutoModel is a suggestion",
    fix: .autoModel,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let config = try context.package.documents.required(PackageLayout.config)
    let mode = try context.package.documents.requiredMode()
    for (key, className) in mode.autoMap {
      let value = config["auto_map"]?[key]
      if (try? value?.string())?.hasSuffix(".\(className)") == true { continue }
      let expected = "\"\(PackageLayout.module).\(className)\""
      context.report(
        at: value?.place ?? Place(file: PackageLayout.config, jsonPath: "$.auto_map.\(key)"),
        value == nil ? "auto_map has no \(key)" : "\(key) is the wrong class", expected: expected,
        found: value?.messageText, advice: "Write `\"\(key)\": \(expected)` into auto_map.",
        severity: value == nil && key == PackageMode.generalAutoClass && config["auto_map"]?.kind == .object
          ? .suggestion : nil)
    }
  }
}

extension Fix {
  /// What loads the package through its mode's Auto class loads it through AutoModel as well.
  fileprivate static let autoModel = Fix(
    "auto_map gets AutoModel, which leads where the mode's Auto class does"
  ) { plan in
    guard let mode = plan.package.documents.mode, let document = plan.document(PackageLayout.config),
      let map = document.root["auto_map"], map.kind == .object, map[PackageMode.generalAutoClass] == nil,
      let target = try? map[mode.autoClass]?.string()
    else { return }
    let bytes = try document.adding(PackageMode.generalAutoClass, .string(target), to: map)
    plan.write(PackageLayout.config, bytes, for: "CFG002")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("no entry for the mode") { package in
    try package.set(package.mode.autoClass, of: "auto_map", to: nil, in: "config.json")
  },
  .bad("no entry for the configuration") {
    try $0.set("AutoConfig", of: "auto_map", to: nil, in: "config.json")
  },
  .bad("no auto_map", blocks: true) { try $0.set("auto_map", to: nil, in: "config.json") },
  .bad("the class of the other mode") {
    try $0.mapClass("modeling_pruning_encoder.PruningEncoderForTokenClassification")
  },
  .bad("no entry for AutoModel", severity: .suggestion) {
    try $0.set("AutoModel", of: "auto_map", to: nil, in: "config.json")
  },
  .bad("AutoModel leads to the class of the other mode") {
    try $0.set(
      "AutoModel", of: "auto_map",
      to: .string("modeling_pruning_encoder.PruningEncoderForTokenClassification"), in: "config.json")
  },
  .good("an entry for another Auto class") {
    try $0.set(
      "AutoModelForTokenClassification", of: "auto_map",
      to: .string("modeling_pruning_encoder.PruningEncoderForSequenceClassification"), in: "config.json")
  },
]
