import PackCheckpoints
import PackEncoders
import PackFiles
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
    object["release"] =
      release.map {
        .object(["names": .array($0.names.map { .string($0) }), "sizes": .string($0.sizes)])
      } ?? .null
    object["refusal"] =
      refusal.map { refusal in
        var object: JSONObject = ["problem": .string(refusal.problem), "file": .string(refusal.place.file)]
        object["expected"] = refusal.expected.map { .string($0) }
        object["found"] = refusal.found.map { .string($0) }
        return .object(object)
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
}
