/// A tensor that an architecture needs.
public struct TensorRequirement: Sendable, Hashable {
  /// Full name in the checkpoint.
  public let name: String
  /// Dimensions, outermost first.
  public let shape: [Int]

  /// A requirement of another reader than this module's.
  package init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
  }
}
