import ModelDir
import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension Rule {
  static let cfg011 = Rule(
    "CFG011", "head-width-differs", .error, needs: [.json, .tensors],
    title: "the head is as wide as the model",
    why:
      "A head of another width belongs to another model. It fails at the first token, or loads as random weights.",
    advice: "Pack the head that was trained with this model: `pruning-pack save --pruning-head FILE`.",
    grading: "another width in the head's own config.json, which only older readers take, is a warning",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let package = context.package
    let encoder = try package.documents.encoderConfig.required("the sub-model's config.json")
    let expected = "\(encoder.shape.hiddenSize)"
    let weight = (try? package.weights.head.get())?["classifier.weight"]
    // Where the weights fit, the configuration is what is wrong.
    let advice =
      weight?.shape.last == encoder.shape.hiddenSize ? "Write `\"hidden_size\": \(expected)`." : nil
    let headConfig = "\(PackageLayout.head)/\(PackageLayout.config)"
    for (node, path) in [
      (package.documents.node(PackageLayout.config)?["pruning_config"], "$.pruning_config.hidden_size"),
      (package.documents.node(headConfig), "$.hidden_size"),
    ] {
      guard let node else { continue }
      if (try? node.int("hidden_size")) != encoder.shape.hiddenSize {
        context.report(
          at: node["hidden_size"]?.place ?? Place(file: node.document.name, jsonPath: path),
          node["hidden_size"] == nil
            ? "the head's hidden_size is missing" : "the head's hidden_size is not the model's",
          expected: expected, found: node["hidden_size"]?.messageText, advice: advice,
          severity: node.document.name == headConfig && advice != nil ? .warning : nil)
      }
    }
    if let weight, weight.shape.last != encoder.shape.hiddenSize {
      context.report(
        at: weight.place, "the head is not as wide as the model",
        expected: "[\(weight.shape.first ?? 2), \(expected)]",
        found: weight.shapeText)
    }
    try package.documents.requireAll([PackageLayout.config, headConfig])
    _ = try package.weights.head.required("the head")
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("another width", causes: ["CFG006"], blocks: true) {
    try $0.set("hidden_size", of: "pruning_config", to: .int(32), in: "config.json")
  },
  .bad("another width in the head's own configuration", severity: .warning, warns: ["CFG006"]) {
    try $0.set("hidden_size", to: .int(32), in: $0.headConfig)
  },
  .bad("a head that is half as wide", causes: ["WGT012"], warns: ["CFG006"], blocks: true) {
    try $0.set("hidden_size", to: .int(8), in: $0.headConfig)
    try $0.replace("[2, 16]", with: "[4,  8]", in: $0.head)
  },
  .good("the head of an encoder", of: .encoder),
]
