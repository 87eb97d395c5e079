import PackPythonCode
import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg005 = Rule(
    "CFG005", "model-type-differs", .error, needs: [.json, .code],
    title: "model_type is the same in config.json and in the configuration's class",
    why: """
      transformers compares the two when a configuration is registered and refuses, or warns and goes on with the wrong \
      class, where they differ.
      """,
    advice: "Write `\"model_type\": \"pruning_encoder\"`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let config = try context.package.documents.required(PackageLayout.config)
    let target =
      autoMapTarget("AutoConfig", config) ?? (PackageLayout.modellingFile, PackageLayout.configClass)
    guard let code = context.package.code.file(target.file), case .success(let facts) = code.facts else {
      throw .prerequisiteFailed("\(target.file) cannot be parsed")
    }
    var expected = PackageLayout.modelType
    for assignment in facts.assignments
    where assignment.target == "model_type" && assignment.owner == target.name {
      if case .string(let value) = assignment.value { expected = value }
    }
    let found = config["model_type"]
    if (try? found?.string()) != expected {
      context.report(
        at: found?.place ?? Place(file: PackageLayout.config, jsonPath: "$.model_type"),
        "model_type differs from the modelling file's", expected: "\"\(expected)\"",
        found: found?.lexeme ?? "nothing")
    }
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another model_type") { try $0.set("model_type", to: .string("open_provence"), in: "config.json") },
  .bad("no model_type", causes: ["LAY001"]) { try $0.set("model_type", to: nil, in: "config.json") },
  .bad("another model_type in the module of auto_map", warns: ["PY012"]) {
    try $0.mapConfiguration(modelType: "another")
  },
  .good("the same model_type in the module of auto_map", warns: ["PY012"]) {
    try $0.mapConfiguration(modelType: "pruning_encoder")
  },
]

extension ExamplePackage {
  /// Has auto_map lead to a configuration in a module of its own.
  fileprivate func mapConfiguration(modelType: String) throws {
    try set("AutoConfig", of: "auto_map", to: .string("other.PruningEncoderConfig"), in: "config.json")
    try write(
      """
      from .modeling_pruning_encoder import PruningEncoderConfig as Base


      class PruningEncoderConfig(Base):
          model_type = "\(modelType)"

      """, to: "other.py")
  }
}
