import PackPythonCode
import ModelDir
import PackFiles
import PackJSON

extension Rule {
  static let cfg005 = Rule(
    "CFG005", "model-type-differs", .error, needs: [.json, .code],
    title: "config.json has the model_type of the configuration's class",
    why: """
      transformers compares the two when it registers a configuration. Where they differ it refuses, or it warns and goes \
      on with the wrong class.
      """,
    advice: "Write `\"model_type\": \"pruning_encoder\"`.",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let config = try context.package.documents.required(PackageLayout.config)
    let target =
      autoMapTarget("AutoConfig", config) ?? (PackageLayout.modellingFile, PackageLayout.configClass)
    let facts = try context.package.code.required(target.file).facts
    var expected = PackageLayout.modelType
    for assignment in facts.assignments
    where assignment.target == "model_type" && assignment.owner == target.name {
      if case .string(let value) = assignment.value { expected = value }
    }
    let found = config["model_type"]
    if (try? found?.string()) != expected {
      context.report(
        at: config.place(of: "model_type"),
        found == nil ? "model_type is missing" : "model_type differs from \(target.name) in \(target.file)",
        expected: expected.quotedForMessage, found: found?.messageText,
        advice: "Write `\"model_type\": \(expected.quotedForMessage)`.")
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
