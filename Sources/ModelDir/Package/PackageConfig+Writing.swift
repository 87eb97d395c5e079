import PackEncoders
package import PackJSON

extension PackageConfig {
  /// The text of config.json.
  public var fileText: String {
    var object = sharedJSON
    object["model_type"] = .string(PackageLayout.modelType)
    object["pruning_pack_format"] = .int(format)
    object["architectures"] = .array([.string(mode.className)])
    var autoMap = JSONObject()
    for (autoClass, className) in mode.autoMap {
      autoMap[autoClass] = .string("\(PackageLayout.module).\(className)")
    }
    object["auto_map"] = .object(autoMap)
    object["base_model_name_or_path"] = baseModel.map { .string($0) } ?? .null
    object["max_position_embeddings"] = .int(usablePositions)
    object["tokenizer_class"] = .string(tokenizerClass)
    object["torch_dtype"] = .string(torchDType)
    object["requires_transformers"] = requiredTransformers.map { .string($0) }
    object["id2label"] = .object(Self.id2label(labels))
    object["label2id"] = .object(Self.label2id(labels))
    object["sentence_transformers"] = crossEncoderJSON.map { .object($0) }
    return JSONValue.object(object).text(.file)
  }

  /// What CrossEncoder has to be told: without it, a single label is put through a sigmoid.
  var crossEncoderJSON: JSONObject? {
    guard mode == .rerankingPruning && activation == .identity else { return nil }
    return ["activation_fn": .string("torch.nn.modules.linear.Identity")]
  }

  /// `id2label` of labels in the order of their ids.
  package static func id2label(_ labels: [String]) -> JSONObject {
    var object = JSONObject()
    for (id, label) in labels.enumerated() { object[String(id)] = .string(label) }
    return object
  }

  /// `label2id` of labels in the order of their ids.
  package static func label2id(_ labels: [String]) -> JSONObject {
    var object = JSONObject()
    for (id, label) in labels.enumerated() { object[label] = .int(id) }
    return object
  }

  /// The text of pruning_encoder_config.json.
  public var compatibleFileText: String {
    var object = sharedJSON
    object["model_name_or_path"] = baseModel.map { .string($0) } ?? .null
    object["architecture"] = .string("PruningEncoder")
    return JSONValue.object(object).text(.file)
  }

  /// Keys that config.json and pruning_encoder_config.json must have in common, with equal values.
  public static let sharedKeys = [
    "mode", "num_labels", "max_length", "pruning_config", "hidden_state_source", "use_token_type_ids",
    "ranking_activation", "pruning_threshold", "pruning_aggregation",
  ]

  /// The keys of ``sharedKeys``.
  var sharedJSON: JSONObject {
    [
      "mode": .string(mode.rawValue),
      "num_labels": .int(labels.count),
      "max_length": .int(maximumLength),
      "pruning_config": .object(head.json),
      "hidden_state_source": .string(hiddenStateSource.rawValue),
      "use_token_type_ids": .bool(usesTokenTypeIDs),
      "ranking_activation": .string(activation.rawValue),
      "pruning_threshold": .double(threshold),
      "pruning_aggregation": .string(aggregation.rawValue),
    ]
  }
}
