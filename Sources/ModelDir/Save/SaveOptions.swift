public import PackCheckpoints
public import PackEncoders

/// What a package is made of, and what its maker decides about it.
public struct SaveOptions: Sendable {
  /// The sub-model.
  public var source: PackageSource
  /// The head: a file of weights, a directory with one and maybe a `config.json`, or the directory of a classifier of
  /// tokens; nil where the source has a head of its own.
  public var pruningHead: String?
  /// Names of the labels that mean "keep", where the head is a classifier of tokens; empty where its labels say so.
  public var keepLabels: [String] = []
  /// Where the package is to appear.
  public var output: String
  /// The model's name in the card; by default the output's last component.
  public var name: String?
  /// Hub id of the model that this one was trained from.
  public var baseModel: String?
  /// The Hub's id of the licence.
  public var license: String?
  /// The name of a licence that the Hub has no id for, which is then `other`.
  public var licenseName: String?
  /// Where that licence can be read: a file of the package, or an address.
  public var licenseLink: String?
  /// ISO 639 codes.
  public var languages: [String] = []
  /// Hub ids of what the model was trained on.
  public var datasets: [String] = []
  /// A model card that becomes README.md; licence, languages and data sets are then those that it names. What stands
  /// between marks of pruning-pack is written, all else is taken as it is.
  public var card: String?
  /// Most tokens of a pair.
  public var maximumLength: Int?
  /// Keep where the probability is above it.
  public var threshold: Double?
  /// What feeds the head.
  public var hiddenStateSource: HiddenStateSource?
  /// Whether the model was trained with token types.
  public var usesTokenTypeIDs: Bool?
  /// How logits become scores.
  public var activation: RankingActivation?
  /// The type to store weights in; by default the source's own.
  public var dtype: DType?
  /// What the model computed before it was saved, to be put into the package; its weights' digests are not looked at.
  public var reference: ReferenceOutputs?
  /// Whether an existing output is replaced. What somebody has written into its card is kept.
  public var replacesOutput = false

  /// Creates options with every default.
  public init(source: PackageSource, pruningHead: String? = nil, output: String) {
    self.source = source
    self.pruningHead = pruningHead
    self.output = output
  }
}
