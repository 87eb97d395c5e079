public import PackEvaluation

/// A labelled set, and what a package has to reach on it.
public struct EvaluationGate: Sendable, Hashable {
  /// A figure and the least that it may be.
  public struct Bound: Sendable, Hashable {
    /// The figure, at the package's own threshold.
    public var metric: EvaluationMetric
    /// The least that it may be.
    public var least: Double

    /// Creates a bound.
    public init(_ metric: EvaluationMetric, least: Double) {
      self.metric = metric
      self.least = least
    }
  }

  /// The set, a file of JSON lines.
  public var path: String
  /// What has to be reached.
  public var bounds: [Bound]

  /// Creates a gate.
  public init(path: String, bounds: [Bound]) {
    self.path = path
    self.bounds = bounds
  }
}
