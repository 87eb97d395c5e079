/// What an encoder computed for one row.
public struct EncodedRow: Sendable {
  /// Logits of the sequence classifier, [labels]; nil without one.
  public var rankingLogits: [Float]?

  /// Logits of the pruning head, one pair for each token; nil when no head was given.
  public var pruningLogits: [PruningLogits]?

  /// Logits of the token classifier, [tokens, labels]; nil without one.
  public var tokenLogits: [Float]?

  /// The states that the pruning head reads, [tokens, hiddenSize]; nil unless asked for.
  public var hiddenStates: [Float]?
}
