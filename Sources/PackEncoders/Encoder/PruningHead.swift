public import PackCheckpoints

/// The pruning head: Linear(hidden, 2) on each token's state.
public struct PruningHead: Sendable {
  /// Width of the states that it reads.
  public let hiddenSize: Int

  let classifier: Linear

  /// Reads a head.
  ///
  /// - Parameters:
  ///   - weights: the head's own checkpoint, or the scope inside another that holds `classifier.weight` and
  ///     `classifier.bias`; other tensors in it are not read.
  ///   - hiddenSize: width of the encoder's states.
  /// - Throws: `CheckpointError` when a tensor is missing or has another shape; ``EncoderError`` without memory.
  public init(_ weights: TensorScope, hiddenSize: Int) throws {
    let reader = WeightReader(weights)
    classifier = reader.top.linear("classifier", from: hiddenSize, to: Self.outputs)
    self.hiddenSize = hiddenSize
    try reader.finish()
  }

  /// The tensors that a head needs.
  public static func requiredTensors(hiddenSize: Int) -> [TensorRequirement] {
    let reader = WeightReader(nil)
    _ = reader.top.linear("classifier", from: hiddenSize, to: outputs)
    return reader.requirements
  }

  /// "Prune" and "keep".
  static let outputs = 2
}
