import PackCheckpoints
import PackEncoders
import PackFiles
import PackJSON

extension SaveSource {
  /// All weights in one checkpoint beside config.json: OpenProvence and Naver's models.
  static func merged(_ directory: String, _ detection: LayoutDetection, head: GivenHead) throws -> SaveSource
  {
    let config = try DirectoryFacts(directory).config
    let checkpoint = try Checkpoint(directory: directory, readsPickles: true)
    let split = try TensorSplit(checkpoint, by: TensorRoute.routes(detection.layout, checkpoint))
    var settings = try SourceSettings(config, detection)
    let weights = try withOneLabel(split.model, notes: &settings.notes)
    let ranking = try rankingConfig(config, detection)
    let model = try SourceModel(
      directory: directory, mode: .rerankingPruning, config: ranking.object, at: ranking.place,
      checkpoint: weights)
    let headConfig = config["pruning_config"]
    return SaveSource(
      model: model,
      head: try head.open()
        ?? SourceHead(split.head, config: headConfig, at: Place(file: directory)),
      tokenizer: try SourceTokenizer(directory: directory).asLoaded(with: config), settings: settings,
      root: directory,
      carriesCard: true)
  }

  /// The configuration of the ranking model, as a checkpoint of its own has it.
  private static func rankingConfig(
    _ config: JSONNode, _ detection: LayoutDetection
  ) throws -> (object: JSONObject, place: Place) {
    let node: JSONNode
    let family: EncoderFamily
    switch detection.layout {
    case .naverProvence: (node, family) = (config, .debertaV2)
    case .naverXProvence: (node, family) = (config, .xlmRoberta)
    default:
      node = try config.required("base_model_config")
      family = try EncoderFamily(config: node)
    }
    guard case .object(var object) = JSONValue(node) else { throw node.wrongType("an object") }
    object["model_type"] = .string(family.rawValue)
    object["architectures"] = .array([.string("\(family.classPrefix)ForSequenceClassification")])
    // The one whose row is kept.
    let labels = PackageConfig.defaultLabels(count: 1)
    object["num_labels"] = nil
    object["id2label"] = .object(PackageConfig.id2label(labels))
    object["label2id"] = .object(PackageConfig.label2id(labels))
    return (object, node.place)
  }

  /// The ranking model with the one row of its classifier that these models' code takes the score from, the first.
  private static func withOneLabel(_ checkpoint: Checkpoint, notes: inout [SaveText]) throws -> Checkpoint {
    let classifier = SourceModel.classifierNames.first { checkpoint["\($0).weight"] != nil }
    guard let classifier, let rows = checkpoint["\(classifier).weight"]?.shape.first, rows > 1 else {
      return checkpoint
    }
    notes.append("first of the classifier's \(rows) labels kept: only that one gives the score")
    let tensors = try checkpoint.tensors.map { tensor in
      ["\(classifier).weight", "\(classifier).bias"].contains(tensor.name) ? try tensor.firstRows(1) : tensor
    }
    return try Checkpoint(tensors: tensors, of: checkpoint.files)
  }
}

extension SourceSettings {
  /// The threshold that OpenProvence and Naver's models use where their configuration has none.
  private static let usualThreshold = 0.1

  fileprivate init(_ config: JSONNode, _ detection: LayoutDetection) throws {
    transformersVersion = try config.optionalString("transformers_version")
    switch detection.layout {
    case .naverProvence, .naverXProvence:
      activation = .identity
      aggregation = .majority
      notes += [
        "ranking_activation identity: models of this layout report raw logits",
        "pruning_aggregation majority: a sentence is kept when more than half of its tokens are",
      ]
      if detection.layout == .naverXProvence {
        notes.append(
          """
          XProvence was trained with one separator between query and passage; the package separates pairs as its \
          tokenizer does
          """)
      }
    default:
      maximumLength = try config.optionalInt("max_length")
      // The first spelling is the one that OpenProvence writes.
      for key in ["default_threadshold", "default_threshold"] where threshold == nil {
        threshold = try config.optionalDouble(key)
      }
      baseModels = try [
        config.optionalString("base_model_name_or_path"),
        config.optional("base_model_config")?.optionalString("_name_or_path"),
      ].compactMap { $0 }
    }
    if threshold == nil {
      threshold = Self.usualThreshold
      notes.append(
        "pruning_threshold \(Self.usualThreshold): the source records none, and its code uses this")
    }
  }
}
