public import PackEncoders
public import PackJSON

/// The pruning head: `pruning_config` of config.json, and pruning_head/config.json.
public struct PruningHeadConfig: Sendable, Hashable {
  /// Width of the hidden state that the head reads.
  public var hiddenSize: Int
  /// Classes of a token: 2, drop and keep.
  public var labelCount: Int
  /// Dropout before the classifier while training; it has no effect on inference.
  public var classifierDropout: Double
  /// How the training code pooled tokens to sentences.
  public var sentencePooling: String
  /// Whether the head has `pooling_weights`.
  public var usesWeightedPooling: Bool
  /// What is between the hidden state and the classifier; nil where the classifier reads it.
  public var transform: PruningHeadShape.Transform?
  /// What the classifier's rows are called, and which of them mean "keep"; nil for two, "prune" and "keep".
  public var labels: PruningHeadLabels?

  /// Creates a configuration.
  public init(
    hiddenSize: Int, labelCount: Int = 2, classifierDropout: Double = 0, sentencePooling: String = "mean",
    usesWeightedPooling: Bool = false, transform: PruningHeadShape.Transform? = nil,
    labels: PruningHeadLabels? = nil
  ) {
    self.hiddenSize = hiddenSize
    self.labelCount = labelCount
    self.classifierDropout = classifierDropout
    self.sentencePooling = sentencePooling
    self.usesWeightedPooling = usesWeightedPooling
    self.transform = transform
    self.labels = labels
  }

  /// Reads a configuration; `dropout` is accepted for `classifier_dropout`, as upstream's loader does.
  ///
  /// - Throws: ``PackJSON/JSONError`` that points to the key.
  public init(_ node: JSONNode) throws(JSONError) {
    hiddenSize = try node.int("hidden_size")
    labelCount = try node.optionalInt("num_labels") ?? 2
    let upstreamDropout = try node.optionalDouble("dropout")
    classifierDropout = try node.optionalDouble("classifier_dropout") ?? upstreamDropout ?? 0
    guard labelCount == 2 else { throw try node.required("num_labels").notAllowed("2, prune and keep") }
    guard (0..<1).contains(classifierDropout) else {
      throw node.notAllowed("a dropout of 0 to 1", problem: "dropout is out of range")
    }
    sentencePooling = try node.optionalString("sentence_pooling") ?? "mean"
    usesWeightedPooling = try node.optionalBool("use_weighted_pooling") ?? false
    transform = try PruningHeadShape.Transform(packed: node)
    labels = try PruningHeadLabels(packed: node)
  }

  /// What the head is built of.
  public var shape: PruningHeadShape {
    guard let labels else { return PruningHeadShape(hiddenSize: hiddenSize, transform: transform) }
    return PruningHeadShape(
      hiddenSize: hiddenSize, transform: transform, labelCount: labels.names.count,
      keptLabels: labels.keptRows)
  }

  /// The keys of `pruning_config`.
  public var json: JSONObject {
    var object: JSONObject = [
      "hidden_size": .int(hiddenSize),
      "num_labels": .int(labelCount),
      "classifier_dropout": .double(classifierDropout),
      "sentence_pooling": .string(sentencePooling),
      "use_weighted_pooling": .bool(usesWeightedPooling),
    ]
    transform?.write(to: &object)
    labels?.write(to: &object)
    return object
  }

  /// The text of pruning_head/config.json.
  public var fileText: String {
    var object = json
    object["model_type"] = .string("pruning_head")
    object["architectures"] = .array([.string("PruningHead")])
    return JSONValue.object(object).text(.file)
  }
}
