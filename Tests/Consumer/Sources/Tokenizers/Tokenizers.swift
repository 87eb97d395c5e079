/// Tokenizers of this package's own.
public struct Tokenizer {
  /// Creates one.
  public init() {}
}
