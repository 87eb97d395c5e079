/// How token probabilities decide about a sentence; `pruning_aggregation` of config.json.
public enum PruningAggregation: String, Sendable, Hashable, CaseIterable {
  /// Keep where the mean is above the threshold.
  case mean
  /// Keep where more than half of the tokens are above the threshold.
  case majority
}
