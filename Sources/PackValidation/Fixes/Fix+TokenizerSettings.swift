import PackEncoders
import PackFiles
import PackJSON
import ModelDir

extension Fix {
  /// TOK007, TOK008: the class that takes tokenizer.json as it is, and the inputs that the model was trained with.
  static let tokenizerSettings = Fix("TOK007", "TOK008") { plan in
    guard let mode = plan.package.mode else { return }
    for path in [PackageLayout.tokenizerConfig, "\(mode.subModelDirectory)/\(PackageLayout.tokenizerConfig)"]
    {
      for finding in plan.findings where finding.place.file == path && plan.allows(finding.rule) {
        switch (finding.rule, finding.place.jsonPath) {
        case ("TOK007", "$.tokenizer_class"), ("TOK008", "$.tokenizer_class"):
          try set(
            "tokenizer_class", .string(PackageLayout.tokenizerClass), in: path, for: finding.rule, &plan)
        case ("TOK008", "$.model_input_names"):
          guard let names = inputNames(plan) else { continue }
          try set("model_input_names", .array(names.map { .string($0) }), in: path, for: finding.rule, &plan)
        default: break
        }
      }
    }
  }

  private static func set(
    _ key: String, _ value: JSONValue, in path: String, for rule: String, _ plan: inout FixPlan
  ) throws {
    guard let document = plan.document(path) else { return }
    let text =
      try document.root[key].map { document.replacing($0, with: value) }
      ?? document.adding(key, value, to: document.root)
    plan.write(path, text, for: rule)
  }

  private static func inputNames(_ plan: FixPlan) -> [String]? {
    guard case .success(let config) = plan.package.config,
      case .success(let encoder) = plan.package.encoderConfig
    else { return nil }
    let usesTypes = config.usesTokenTypeIDs && encoder.shape.typeCount > 1
    return ["input_ids"] + (usesTypes ? ["token_type_ids"] : []) + ["attention_mask"]
  }
}
