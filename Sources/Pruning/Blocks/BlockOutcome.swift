/// What the model says about one block.
struct BlockOutcome: Sendable {
  /// The score that the package's activation makes of the classifier's logits; nil in pruning_only.
  var rankingScore: Float?
  /// Keep probabilities of all tokens of the row.
  var keepProbabilities: [Float]
}
