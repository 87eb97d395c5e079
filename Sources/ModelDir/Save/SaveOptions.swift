public import Checkpoints
public import Encoders

/// What a package is made of, and what its maker decides about it.
public struct SaveOptions: Sendable {
  /// What is packed.
  public enum Source: Sendable, Hashable {
    /// A directory with a complete `*ForSequenceClassification` save.
    case rankingModel(String)
    /// A directory with a complete save of a base encoder.
    case encoderModel(String)

    /// The directory.
    public var directory: String {
      switch self {
      case .rankingModel(let directory), .encoderModel(let directory): directory
      }
    }

    /// The mode that follows from it.
    public var mode: PackageMode {
      switch self {
      case .rankingModel: .rerankingPruning
      case .encoderModel: .pruningOnly
      }
    }
  }

  /// The sub-model.
  public var source: Source
  /// The head: a safetensors file, or a directory with `model.safetensors` and maybe a `config.json`.
  public var pruningHead: String
  /// Where the package is to appear.
  public var output: String
  /// The model's name in the card; by default the output's last component.
  public var name: String?
  /// Hub id of the model that this one was trained from.
  public var baseModel: String?
  /// The Hub's id of the licence.
  public var license: String?
  /// ISO 639 codes.
  public var languages: [String] = []
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
  /// Whether an existing output is replaced.
  public var replacesOutput = false

  /// Creates options with every default.
  public init(source: Source, pruningHead: String, output: String) {
    self.source = source
    self.pruningHead = pruningHead
    self.output = output
  }
}
