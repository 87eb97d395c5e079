/// What the model says about one block.
package struct BlockOutcome: Sendable, Hashable {
  /// The score that the package's activation makes of the classifier's logits; nil in pruning_only.
  package var rankingScore: Float?
  /// Keep probabilities of all tokens of the row.
  package var keepProbabilities: [Float]
}
