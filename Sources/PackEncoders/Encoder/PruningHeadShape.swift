/// What a pruning head is built of, and which of its labels mean that a token is kept.
public struct PruningHeadShape: Sendable, Hashable {
  /// Width of the hidden state that the head reads.
  public var hiddenSize: Int
  /// What is between that state and the classifier; nil where the classifier reads it.
  public var transform: Transform?
  /// Rows of the classifier.
  public var labelCount: Int
  /// The rows that mean "keep", from 0 and ascending.
  public var keptLabels: [Int]

  /// Creates a shape; by default that of Linear(hidden, 2), whose second row means "keep".
  public init(hiddenSize: Int, transform: Transform? = nil, labelCount: Int = 2, keptLabels: [Int] = [1]) {
    self.hiddenSize = hiddenSize
    self.transform = transform
    self.labelCount = labelCount
    self.keptLabels = keptLabels
  }

  /// Whether the head is Linear(hidden, 2) with "prune" and "keep" in this order.
  public var isPlain: Bool { transform == nil && labelCount == 2 && keptLabels == [1] }

  /// A dense layer, an activation and a norm: norm(activation(dense(h))), as ModernBERT's classifiers have them
  /// (transformers: models/modernbert/modeling_modernbert.py).
  public struct Transform: Sendable, Hashable {
    /// The function between the two layers.
    public var activation: PruningHeadActivation
    /// Whether the dense layer, `dense.weight` [hidden, hidden], has a `dense.bias` [hidden].
    public var hasBias: Bool
    /// Whether the norm, `norm.weight` [hidden], has a `norm.bias` [hidden].
    public var hasNormBias: Bool
    /// What the norm adds to the variance.
    public var normEpsilon: Double

    /// Creates one; the defaults are ModernBERT's.
    public init(
      activation: PruningHeadActivation = .gelu, hasBias: Bool = false, hasNormBias: Bool = false,
      normEpsilon: Double = 1e-5
    ) {
      self.activation = activation
      self.hasBias = hasBias
      self.hasNormBias = hasNormBias
      self.normEpsilon = normEpsilon
    }
  }
}

/// An activation of a pruning head, by its name in transformers' ACT2FN.
public enum PruningHeadActivation: String, Sendable, Hashable, CaseIterable {
  /// x · Φ(x)
  case gelu = "gelu"
  /// ``gelu`` by the approximation with tanh.
  case geluTanh = "gelu_pytorch_tanh"
  /// max(x, 0)
  case relu = "relu"
  /// x · sigmoid(x)
  case silu = "silu"
  /// tanh(x)
  case tanh = "tanh"

  /// The activation that a classifier's configuration names; it may have several names for one.
  ///
  /// - Parameter name: a name in ACT2FN.
  public init?(anyName name: String) {
    switch name {
    case "gelu", "gelu_python": self = .gelu
    case "gelu_new", "gelu_fast", "gelu_pytorch_tanh": self = .geluTanh
    case "relu": self = .relu
    case "silu", "swish": self = .silu
    case "tanh": self = .tanh
    default: return nil
    }
  }

  package var function: Activation {
    switch self {
    case .gelu: .geluErf
    case .geluTanh: .geluTanh
    case .relu: .relu
    case .silu: .silu
    case .tanh: .tanh
    }
  }
}
