package import PackEncoders

/// The tensors of pruning_head: those of the classifier, and those of the pooling that training may have left beside them.
package enum HeadTensors {
  /// The classifier: `classifier.weight` [2, hidden] and `classifier.bias` [2].
  package static func classifier(hiddenSize: Int) -> [TensorRequirement] {
    PruningHead.requiredTensors(hiddenSize: hiddenSize)
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
  package static let classifierNames = classifier(hiddenSize: 1).map(\.name).sorted()

  /// Names of the pooling's tensors, sorted.
  package static let poolingNames = pooling(hiddenSize: 1).map(\.name).sorted()
}
