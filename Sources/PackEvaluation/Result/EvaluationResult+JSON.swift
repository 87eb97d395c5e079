import PackEncoders
public import PackJSON
import Pruning

extension EvaluationResult {
  /// The result as `eval` prints it; the figures that the set does not allow are null.
  ///
  /// - Parameters:
  ///   - package: what the package is called.
  ///   - input: what the set is called.
  public func json(package: String, input: String) -> JSONValue {
    var object: JSONObject = [
      "package": .string(package), "input": .string(input), "passages": .int(counts.passages),
      "queries": .int(counts.queries), "relevant": .int(counts.relevant), "labelled": .int(counts.labelled),
      "with_answer": .int(counts.withAnswer), "sentences": .int(counts.sentences),
      "threshold": .double(threshold),
    ]
    for metric in EvaluationMetric.overall { object[metric.rawValue] = Self.json(overall[metric]) }
    object["thresholds"] = .array(rows.map(Self.json))
    object["wanted_recall"] = .double(wantedRecall)
    object["recommended_threshold"] = recommended.map { .double($0) } ?? .null
    object["confidence"] = .double(Estimate.confidence)
    object["bootstrap_samples"] = .int(sampleCount)
    if let comparison { object["comparison"] = Self.json(comparison.precision, comparison.figures) }
    object["worst"] = .array(worst.map(Self.json))
    return .object(object)
  }

  private static func json(_ estimate: Estimate?) -> JSONValue {
    guard let estimate else { return .null }
    return .object([
      "value": .double(estimate.value), "low": estimate.interval.map { .double($0.lowerBound) } ?? .null,
      "high": estimate.interval.map { .double($0.upperBound) } ?? .null,
    ])
  }

  private static func json(_ precision: Precision, _ figures: EvaluationComparison) -> JSONValue {
    .object([
      "precision": .string(precision.rawValue), "sentences": .int(figures.sentences),
      "equal_share": .double(figures.equalShare), "largest_difference": .double(figures.largestDifference),
      "f2_change": figures.f2Change.map { .double($0) } ?? .null,
      "tau": figures.tau.map { .double($0) } ?? .null, "is_close": .bool(figures.isClose),
    ])
  }

  private static func json(_ row: Row) -> JSONValue {
    var object: JSONObject = ["threshold": .double(row.threshold)]
    for metric in EvaluationMetric.atThresholds { object[metric.rawValue] = json(row.figures[metric]) }
    return .object(object)
  }

  private static func json(_ worst: WorstPassage) -> JSONValue {
    .object([
      "place": .string(worst.request.name), "query": .string(worst.request.query),
      "loss": .double(worst.loss), "recall": worst.recall.map { .double($0) } ?? .null,
      "kept": .array(worst.passage.sentences.filter(\.isKept).map { .string($0.text) }),
      "dropped": .array(worst.passage.sentences.filter { !$0.isKept }.map { .string($0.text) }),
    ])
  }
}
