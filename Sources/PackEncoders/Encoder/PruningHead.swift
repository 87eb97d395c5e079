#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
public import PackCheckpoints
import PackFiles

/// The pruning head: a classifier on each token's state, Linear(hidden, 2) or what ``PruningHeadShape`` says.
public struct PruningHead: Sendable {
  /// What it is built of.
  public let shape: PruningHeadShape

  /// Width of the states that it reads.
  public var hiddenSize: Int { shape.hiddenSize }

  private let classifier: ClassifierHead
  /// For each row of the classifier, whether it means "keep".
  private let isKept: [Bool]

  /// Reads a head that is Linear(hidden, 2).
  ///
  /// - Parameters:
  ///   - weights: the head's own checkpoint, or the scope inside another that holds `classifier.weight` and
  ///     `classifier.bias`; other tensors in it are not read.
  ///   - hiddenSize: width of the encoder's states.
  /// - Throws: `CheckpointError` when a tensor is missing or has another shape; ``EncoderError`` without memory.
  public init(_ weights: TensorScope, hiddenSize: Int) throws {
    try self.init(weights, shape: PruningHeadShape(hiddenSize: hiddenSize))
  }

  /// Reads a head of any shape.
  ///
  /// - Parameters:
  ///   - weights: the head's own checkpoint, or the scope inside another that holds its tensors; others in it are not read.
  ///   - shape: what it is built of.
  /// - Throws: `CheckpointError` when a tensor is missing or has another shape; ``EncoderError`` without memory.
  public init(_ weights: TensorScope, shape: PruningHeadShape) throws {
    let reader = WeightReader(weights)
    classifier = Self.read(reader.top, shape)
    self.shape = shape
    isKept = (0..<shape.labelCount).map { shape.keptLabels.contains($0) }
    try reader.finish()
  }

  /// The tensors that Linear(hidden, 2) needs.
  public static func requiredTensors(hiddenSize: Int) -> [TensorRequirement] {
    requiredTensors(shape: PruningHeadShape(hiddenSize: hiddenSize))
  }

  /// The tensors that a head of a shape needs.
  public static func requiredTensors(shape: PruningHeadShape) -> [TensorRequirement] {
    let reader = WeightReader(nil)
    _ = read(reader.top, shape)
    return reader.requirements
  }

  private static func read(_ weights: WeightCursor, _ shape: PruningHeadShape) -> ClassifierHead {
    let width = shape.hiddenSize
    let output = weights.linear("classifier", from: width, to: shape.labelCount)
    guard let transform = shape.transform else { return ClassifierHead(output: output) }
    return ClassifierHead(
      dense: weights.linear("dense", from: width, to: width, bias: transform.hasBias),
      activation: transform.activation.function,
      norm: weights.layerNorm(
        "norm", width: width, epsilon: Float(transform.normEpsilon), bias: transform.hasNormBias),
      output: output)
  }

  /// The two logits of each token. Of several labels that mean the same, it is the logarithm of the sum of their exponentials:
  /// softmax of the two is then the sum of their probabilities.
  func logits(_ states: Rows, _ pass: ForwardPass) throws(EncoderError) -> [PruningLogits] {
    let logits = try classifier.logits(states, pass, isToken: true)
    return (0..<states.count).map { token in
      let row = logits.pointer + token * logits.stride
      if shape.isPlain { return PruningLogits(drop: row[0], keep: row[1]) }
      return PruningLogits(drop: sum(row, isKept: false), keep: sum(row, isKept: true))
    }
  }

  private func sum(_ row: UnsafeMutablePointer<Float>, isKept wanted: Bool) -> Float {
    var largest = -Float.infinity
    for label in isKept.indices where isKept[label] == wanted { largest = max(largest, row[label]) }
    guard largest.isFinite else { return largest }
    var total = Float(0)
    for label in isKept.indices where isKept[label] == wanted { total += exp(row[label] - largest) }
    return largest + log(total)
  }
}
