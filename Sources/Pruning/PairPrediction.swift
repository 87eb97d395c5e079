public import PackEncoders
public import PackTokenizers

/// What the model says about a pair.
public struct PairPrediction: Sendable {
  /// The pair's tokens, truncated to the package's max_length.
  public let encoding: Encoding
  /// Logits of the ranking classifier, [labels]; nil in pruning_only.
  public let rankingLogits: [Float]?
  /// The score that the package's activation makes of them; nil in pruning_only.
  public let rankingScore: Float?
  /// The head's logits, one pair a token.
  public let pruningLogits: [PruningLogits]

  /// Creates an answer.
  package init(
    encoding: Encoding, rankingLogits: [Float]?, rankingScore: Float?, pruningLogits: [PruningLogits]
  ) {
    self.encoding = encoding
    self.rankingLogits = rankingLogits
    self.rankingScore = rankingScore
    self.pruningLogits = pruningLogits
  }

  /// Probability of each token to be kept.
  public var keepProbabilities: [Float] { pruningLogits.map(\.keepProbability) }
}
