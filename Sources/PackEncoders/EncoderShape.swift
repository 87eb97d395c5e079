/// The sizes that a user of an encoder needs to know.
public struct EncoderShape: Sendable, Hashable {
  /// Width of a token's vector.
  public var hiddenSize: Int
  /// Number of layers.
  public var layers: Int
  /// Number of token ids; valid ids are below it.
  public var vocabularySize: Int
  /// Most tokens in a row, special tokens included.
  public var usablePositions: Int
  /// Whether longer rows are refused; false where positions are relative only, and then `usablePositions` is the length
  /// that the model was made for.
  public var isPositionLimitHard = true
  /// The most tokens that a row may have; nil where positions are relative only.
  public var positionLimit: Int? { isPositionLimitHard ? usablePositions : nil }
  /// Number of token types; 0 when the model has none, and then any are ignored as transformers ignores them.
  public var typeCount: Int
  /// Outputs of the checkpoint's own classifier.
  public var labels: Int
}
