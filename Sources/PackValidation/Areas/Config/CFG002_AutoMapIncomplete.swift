import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg002 = Rule(
    "CFG002", "auto-map-incomplete", .error, needs: [.json],
    title: "auto_map has AutoConfig and the Auto class of the mode",
    why: """
      auto_map is how transformers finds the code of a model that it does not know. Without the entry of the mode's Auto \
      class, `from_pretrained(..., trust_remote_code=True)` ends in "Unrecognized configuration class".
      """,
    advice: """
      Write into auto_map `"AutoConfig": "modeling_pruning_encoder.PruningEncoderConfig"` and the entry of the mode: \
      `"AutoModelForSequenceClassification": "modeling_pruning_encoder.PruningEncoderForSequenceClassification"`, or \
      `"AutoModelForTokenClassification": "modeling_pruning_encoder.PruningEncoderForTokenClassification"`.
      """,
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let config = try context.package.documents.required(PackageLayout.config)
    let mode = try context.package.documents.requiredMode()
    for (key, className) in [("AutoConfig", PackageLayout.configClass), (mode.autoClass, mode.className)] {
      let value = config["auto_map"]?[key]
      guard let value else {
        context.report(
          at: Place(file: PackageLayout.config, jsonPath: "$.auto_map.\(key)"), "auto_map lacks an entry",
          expected: "\(PackageLayout.module).\(className)")
        continue
      }
      if (try? value.string())?.hasSuffix(".\(className)") != true {
        context.report(
          at: value.place, "auto_map leads to another class",
          expected: "\(PackageLayout.module).\(className)",
          found: value.lexeme)
      }
    }
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
  .good("an entry for another Auto class") {
    try $0.set(
      "AutoModel", of: "auto_map",
      to: .string("modeling_pruning_encoder.PruningEncoderForSequenceClassification"), in: "config.json")
  },
]
