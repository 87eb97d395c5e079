package import PackEncoders

/// The tensors of pruning_head: those that it computes with, and those of the pooling that training may have left beside them.
package enum HeadTensors {
  /// What a head computes with: `classifier.weight` [labels, hidden] and `classifier.bias` [labels], and what is before it.
  package static func needed(_ shape: PruningHeadShape) -> [TensorRequirement] {
    PruningHead.requiredTensors(shape: shape)
  }

  /// The pooling, which nothing reads: `pooling_weights.weight` [1, hidden] and `pooling_weights.bias` [1].
  package static func pooling(hiddenSize: Int) -> [TensorRequirement] {
    [
      TensorRequirement(name: poolingWeight, shape: [1, hiddenSize]),
      TensorRequirement(name: "pooling_weights.bias", shape: [1]),
    ]
  }

  /// The tensor that tells that there is a pooling.
  package static let poolingWeight = "pooling_weights.weight"

  /// Names of the classifier's tensors, sorted.
  package static let classifierNames = needed(PruningHeadShape(hiddenSize: 1)).map(\.name).sorted()

  /// Names of the pooling's tensors, sorted.
  package static let poolingNames = pooling(hiddenSize: 1).map(\.name).sorted()
}
