/// A tensor that an architecture needs.
public struct TensorRequirement: Sendable, Hashable {
  /// Full name in the checkpoint.
  public let name: String
  /// Dimensions, outermost first.
  public let shape: [Int]
}
