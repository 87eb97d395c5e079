/// A token that is looked for in the text before anything else is done to it.
public struct AddedToken: Sendable, Hashable {
  /// The token's text.
  public let content: String
  /// Its id.
  public let id: Int
  /// Whether it matches only where no word character touches it.
  public let singleWord: Bool
  /// Whether it takes the white space before it.
  public let stripsLeft: Bool
  /// Whether it takes the white space after it.
  public let stripsRight: Bool
  /// Whether its normal form is looked for in the normalized text, rather than its text in the raw one.
  public let isNormalized: Bool
  /// Whether decoding can leave it out.
  public let isSpecial: Bool
}
