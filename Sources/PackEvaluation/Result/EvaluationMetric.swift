/// What is measured.
public enum EvaluationMetric: String, Sendable, Hashable, CaseIterable {
  /// Share of what is kept that answers, in characters that are no white space.
  case precision
  /// Share of what answers that is kept.
  case recall
  /// Harmonic mean of both.
  case f1
  /// The same with recall weighing twice as much.
  case f2
  /// Mean share of a passage that is dropped, in percent.
  case compression
  /// That of passages with an answer.
  case compressionWithAnswer = "compression_with_answer"
  /// That of passages without one.
  case compressionWithoutAnswer = "compression_without_answer"
  /// Area under the ROC curve of the keep probabilities.
  case keepAUC = "keep_auc"
  /// Area under the ROC curve of the scores, over all passages.
  case rankAUC = "rank_auc"
  /// Share of pairs of a relevant and an irrelevant passage of the same query that the scores put in order.
  case rankAccuracy = "rank_accuracy"

  /// Those that depend on the threshold.
  public static let atThresholds: [EvaluationMetric] = [
    .precision, .recall, .f1, .f2, .compression, .compressionWithAnswer, .compressionWithoutAnswer,
  ]
  /// Those that do not.
  public static let overall: [EvaluationMetric] = [.rankAUC, .rankAccuracy, .keepAUC]

  /// The largest value.
  public var largest: Double {
    switch self {
    case .compression, .compressionWithAnswer, .compressionWithoutAnswer: 100
    default: 1
    }
  }

  /// Digits after the point that are shown.
  public var digits: Int { largest > 1 ? 1 : 3 }

  /// What people call it.
  public var title: String {
    switch self {
    case .precision: "Precision"
    case .recall: "Recall"
    case .f1: "F1"
    case .f2: "F2"
    case .compression: "Compression (%)"
    case .compressionWithAnswer: "Compression with an answer (%)"
    case .compressionWithoutAnswer: "Compression without an answer (%)"
    case .keepAUC: "AUC of keeping"
    case .rankAUC: "AUC of ranking"
    case .rankAccuracy: "Pairs ranked in order"
    }
  }
}
