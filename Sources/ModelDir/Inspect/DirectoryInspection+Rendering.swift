import PackCheckpoints
import PackEncoders
public import PackJSON

extension DirectoryInspection {
  /// The inspection as one JSON object.
  public var json: JSONValue {
    var object: JSONObject = [
      "path": .string(path),
      "files": .array(files.map { .object(["path": .string($0.path), "size": .int($0.size)]) }),
      "model_types": .array(
        modelTypes.map { .object(["file": .string($0.path), "model_type": .string($0.type)]) }),
      "checkpoints": .array(checkpoints.map(\.json)),
    ]
    object["layout"] =
      layout.map {
        .object([
          "id": .string($0.layout.rawValue), "title": .string($0.layout.title), "reason": .string($0.reason),
        ])
      } ?? .null
    if let config {
      object["package"] = .object([
        "mode": .string(config.mode.rawValue),
        "num_labels": .int(config.labels.count),
        "base_model": config.baseModel.map { .string($0) } ?? .null,
        "max_length": .int(config.maximumLength),
        "hidden_size": .int(config.head.hiddenSize),
        "hidden_state_source": .string(config.hiddenStateSource.rawValue),
        "use_token_type_ids": .bool(config.usesTokenTypeIDs),
        "ranking_activation": .string(config.activation.rawValue),
        "pruning_threshold": .double(config.threshold),
      ])
    }
    return .object(object)
  }

  /// The inspection as text for a person.
  public var text: String {
    var text = "\(path)\n"
    if let layout {
      text += "\n  layout: \(layout.sentence)\n"
      if !layout.isOwnFormat { text += "    \(layout.advice)\n" }
    }
    if let config {
      text += "\n  package, mode \(config.mode.rawValue)\n"
      text += "    base model           \(config.baseModel ?? "unknown")\n"
      text += "    max_length           \(config.maximumLength)\n"
      text += "    hidden_state_source  \(config.hiddenStateSource.rawValue)\n"
      text += "    token types          \(config.usesTokenTypeIDs ? "used" : "ignored")\n"
      if config.mode == .rerankingPruning {
        text += "    ranking_activation   \(config.activation.rawValue), \(config.labels.count) label(s)\n"
      }
      text += "    pruning_threshold    \(config.threshold)\n"
    }
    for (file, type) in modelTypes { text += "\n  \(file): model_type \(type)" }
    if !modelTypes.isEmpty { text += "\n" }
    if files.count > 1 {
      text += "\n  files\n"
      for (file, size) in files { text += "    \(padded(size)) \(file)\n" }
    }
    for checkpoint in checkpoints { text += checkpoint.text }
    return text
  }

  private func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 12 - digits.count)) + digits
  }
}
