public import PackEncoders

/// What config.json of a package says.
public struct PackageConfig: Sendable, Hashable {
  /// The threshold of a package that records none.
  public static let defaultThreshold = 0.5

  /// What the model does.
  public var mode: PackageMode
  /// The classifier's labels in order: `LABEL_0` for a reranker; `prune`, `keep` in pruning_only.
  public var labels: [String]
  /// A Hub id, never a local path.
  public var baseModel: String?
  /// Most tokens of a pair, special ones included.
  public var maximumLength: Int
  /// Usable positions of the sub-model.
  public var usablePositions: Int
  /// The head.
  public var head: PruningHeadConfig
  /// What feeds the head.
  public var hiddenStateSource: HiddenStateSource
  /// Whether the model is given token types.
  public var usesTokenTypeIDs: Bool
  /// How logits become scores.
  public var activation: RankingActivation
  /// Keep where the probability is above it.
  public var threshold: Double
  /// How tokens decide about a sentence.
  public var aggregation: PruningAggregation
  /// `torch_dtype`: the type of the sub-model's tensors.
  public var torchDType: String
  /// `tokenizer_class`: the class that tokenizer_config.json names.
  public var tokenizerClass: String
  /// The versions of transformers that compute the model, `>=5.0.0`; nil for all from 4.52 on.
  public var requiredTransformers: String?

  /// Creates a configuration.
  public init(
    mode: PackageMode, labels: [String], baseModel: String?, maximumLength: Int, usablePositions: Int,
    head: PruningHeadConfig, hiddenStateSource: HiddenStateSource, usesTokenTypeIDs: Bool,
    activation: RankingActivation, threshold: Double = defaultThreshold,
    aggregation: PruningAggregation = .mean,
    torchDType: String, tokenizerClass: String = PackageLayout.tokenizerClass,
    requiredTransformers: String? = nil
  ) {
    self.mode = mode
    self.labels = labels
    self.baseModel = baseModel
    self.maximumLength = maximumLength
    self.usablePositions = usablePositions
    self.head = head
    self.hiddenStateSource = hiddenStateSource
    self.usesTokenTypeIDs = usesTokenTypeIDs
    self.activation = activation
    self.threshold = threshold
    self.aggregation = aggregation
    self.torchDType = torchDType
    self.tokenizerClass = tokenizerClass
    self.requiredTransformers = requiredTransformers
  }

  /// The format's version, `pruning_pack_format`: the first that a reader has to know not to misread the package.
  public var format: Int { head.shape.isPlain ? PackageLayout.format : PackageLayout.headFormat }
}
