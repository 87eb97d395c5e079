/// One sequence of tokens, special tokens included, without padding.
public struct TokenRow: Sendable, Hashable {
  /// Token ids.
  public var ids: [Int32]

  /// The type (segment) of each token; nil stands for all zeros, as in transformers.
  public var typeIDs: [Int32]?

  /// Creates a row.
  public init(ids: [Int32], typeIDs: [Int32]? = nil) {
    self.ids = ids
    self.typeIDs = typeIDs
  }
}
