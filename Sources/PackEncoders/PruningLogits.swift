#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The pruning head's two outputs for a token.
public struct PruningLogits: Sendable, Hashable {
  /// Logit of class 0, "prune".
  public var drop: Float
  /// Logit of class 1, "keep".
  public var keep: Float

  /// Creates a pair.
  public init(drop: Float, keep: Float) {
    self.drop = drop
    self.keep = keep
  }

  /// softmax(drop, keep)[1].
  public var keepProbability: Float { 1 / (1 + exp(drop - keep)) }
}
