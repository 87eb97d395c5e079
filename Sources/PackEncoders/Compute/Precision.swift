/// What an encoder's products are computed in.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  /// Floats: the numbers of PyTorch.
  case float32

  /// Whole numbers of 8 bits, their sums of 32: faster, and near to the numbers of PyTorch. Norms, softmax, activations and
  /// heads are in float all the same, and so are weights that would lose too much.
  case int8
}
