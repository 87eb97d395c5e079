public import PackEncoders

/// How well a package did on a labelled set.
public struct EvaluationResult: Sendable {
  /// The figures at a threshold.
  public struct Row: Sendable {
    /// Sentences are kept whose probability is above it.
    public var threshold: Double
    /// The figures that the set allows.
    public var figures: [EvaluationMetric: Estimate]
  }

  /// What was counted.
  public struct Counts: Sendable, Hashable {
    /// Passages.
    public var passages = 0
    /// Different queries.
    public var queries = 0
    /// Passages that are relevant.
    public var relevant = 0
    /// Passages whose answering parts are known.
    public var labelled = 0
    /// Passages in which something answers, or that are relevant where only that is known.
    public var withAnswer = 0
    /// Sentences of all passages.
    public var sentences = 0
  }

  /// What was counted.
  public var counts: Counts
  /// The package's own threshold.
  public var threshold: Double
  /// The figures that do not depend on a threshold, as far as the set allows them.
  public var overall: [EvaluationMetric: Estimate]
  /// From the lowest threshold to the highest.
  public var rows: [Row]
  /// The recall that was wanted.
  public var wantedRecall: Double
  /// The highest threshold, in steps of a thousandth, that has the wanted recall; nil where none has.
  public var recommended: Double?
  /// Samples of the bootstrap.
  public var sampleCount: Int
  /// The worst passages at the package's threshold, the worst first.
  public var worst: [WorstPassage]

  /// How far it is from the same package computed otherwise, and what that was computed in; nil where that was not asked.
  public var comparison: (precision: Precision, figures: EvaluationComparison)?

  /// The figures at a threshold, if it is among the rows.
  public func row(at threshold: Double) -> Row? { rows.first { $0.threshold == threshold } }

  /// A figure, at the package's own threshold where it depends on one; nil where the set does not allow it.
  public func estimate(_ metric: EvaluationMetric) -> Estimate? {
    overall[metric] ?? row(at: threshold)?.figures[metric]
  }
}
