/// What a package's model does; the `mode` of config.json.
public enum PackageMode: String, Sendable, Hashable, CaseIterable {
  /// Scores the passage and marks its tokens: a `*ForSequenceClassification` model with a pruning head.
  case rerankingPruning = "reranking_pruning"
  /// Marks tokens only: a base encoder with a pruning head.
  case pruningOnly = "pruning_only"

  /// The directory of the sub-model.
  public var subModelDirectory: String {
    switch self {
    case .rerankingPruning: "ranking_model"
    case .pruningOnly: "encoder_model"
    }
  }

  /// The class of the modelling file that loads the package.
  public var className: String {
    switch self {
    case .rerankingPruning: "PruningEncoderForSequenceClassification"
    case .pruningOnly: "PruningEncoderForTokenClassification"
    }
  }

  /// The Auto class of transformers that leads to it.
  public var autoClass: String {
    switch self {
    case .rerankingPruning: "AutoModelForSequenceClassification"
    case .pruningOnly: "AutoModelForTokenClassification"
    }
  }

  /// The entries of `auto_map`: Auto classes of transformers, each with the class of the modelling file that it leads to.
  public var autoMap: [(autoClass: String, className: String)] {
    [
      ("AutoConfig", PackageLayout.configClass), (Self.generalAutoClass, className), (autoClass, className),
    ]
  }

  /// The Auto class that loads whatever a directory holds.
  public static let generalAutoClass = "AutoModel"

  /// The Hub's name of the task.
  public var pipelineTag: String {
    switch self {
    case .rerankingPruning: "text-ranking"
    case .pruningOnly: "token-classification"
    }
  }
}
