import ModelDir
import PackEncoders
import PackFiles
import PackJSON

extension FixPlan {
  /// Both tokenizer_config.json, where the mode is known.
  var tokenizerConfigs: [String] {
    guard let mode = package.documents.mode else { return [] }
    return [
      PackageLayout.tokenizerConfig, "\(mode.subModelDirectory)/\(PackageLayout.tokenizerConfig)",
    ]
  }

  /// Whether a rule found something in a key of a file.
  func hasFinding(_ rule: String, in path: String, at key: String) -> Bool {
    findings.contains { $0.rule == rule && $0.place.file == path && $0.place.jsonPath == key }
  }

  /// Sets a key of a JSON file.
  mutating func set(_ key: String, _ value: JSONValue, in path: String, for rule: String) throws {
    guard let document = document(path) else { return }
    let text =
      try document.root[key].map { document.replacing($0, with: value) }
      ?? document.adding(key, value, to: document.root)
    write(path, text, for: rule)
  }

  /// The inputs that the model was trained with.
  var inputNames: [String]? {
    guard case .success(let config) = package.documents.config,
      case .success(let encoder) = package.documents.encoderConfig
    else { return nil }
    let usesTypes = config.usesTokenTypeIDs && encoder.shape.typeCount > 1
    return ["input_ids"] + (usesTypes ? ["token_type_ids"] : []) + ["attention_mask"]
  }
}
