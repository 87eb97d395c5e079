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
  /// What messages call it.
  public var name: String
  /// What has to be reached.
  public var bounds: [Bound]

  /// Creates a gate.
  ///
  /// - Parameters:
  ///   - path: the set, a file of JSON lines that can be read more than once.
  ///   - name: what messages call it; by default the path.
  ///   - bounds: what has to be reached.
  public init(path: String, name: String? = nil, bounds: [Bound]) {
    self.path = path
    self.name = name ?? path
    self.bounds = bounds
  }
}
