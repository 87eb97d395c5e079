/// What is kept at a threshold, over all passages of a sample.
struct ThresholdCounts: Sendable {
  /// Scalars that are kept and answer.
  var hits = 0.0
  /// Scalars that are kept.
  var kept = 0.0
  /// Scalars that answer.
  var answering = 0.0
  /// Dropped shares of passages with an answer, added up.
  var droppedWithAnswer = 0.0
  /// Dropped shares of passages without one, added up.
  var droppedWithoutAnswer = 0.0
  /// How many passages have an answer.
  var withAnswer = 0.0
  /// How many have none.
  var withoutAnswer = 0.0

  /// NaN where nothing is kept.
  var precision: Double { hits / kept }
  /// NaN where nothing answers.
  var recall: Double { hits / answering }

  /// F with recall weighing `beta` times as much as precision; NaN where nothing answers.
  func f(_ beta: Double) -> Double {
    answering == 0 ? .nan : (1 + beta * beta) * hits / (beta * beta * answering + kept)
  }

  /// Mean share of a passage that is dropped, in percent; NaN where there is no passage.
  var compression: Double {
    Self.percent(droppedWithAnswer + droppedWithoutAnswer, of: withAnswer + withoutAnswer)
  }
  /// That of the passages with an answer.
  var compressionWithAnswer: Double { Self.percent(droppedWithAnswer, of: withAnswer) }
  /// That of the passages without one.
  var compressionWithoutAnswer: Double { Self.percent(droppedWithoutAnswer, of: withoutAnswer) }

  /// The figures in the order of ``EvaluationMetric/atThresholds``.
  var figures: [Double] {
    [
      precision, recall, f(1), f(2), compression, compressionWithAnswer, compressionWithoutAnswer,
    ]
  }

  /// The shares of a passage are rounded, and come to a little more than 1 together.
  private static func percent(_ dropped: Double, of count: Double) -> Double {
    count == 0 ? .nan : min(100 * dropped / count, 100)
  }
}
