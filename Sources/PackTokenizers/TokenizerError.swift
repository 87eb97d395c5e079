public import PackFiles

/// Why a tokenizer.json cannot be used, or a text not encoded.
public struct TokenizerErrorCode: Sendable, Hashable, CustomStringConvertible {
  private enum Value: Hashable {
    case unreadable, invalid, unsupported, unencodable, cannotTruncate, refused, undetermined
  }
  private let value: Value
  private init(_ value: Value) { self.value = value }

  /// The kind's name, `cannotTruncate`.
  public var description: String { "\(value)" }

  /// The file is missing, or is not JSON, or lacks what every tokenizer.json has.
  public static let unreadable = TokenizerErrorCode(.unreadable)
  /// The file contradicts itself: a merge of unknown tokens, two tokens with one id, a charsmap cut short.
  public static let invalid = TokenizerErrorCode(.invalid)
  /// A component or a setting that this reader does not implement, and so will not guess.
  public static let unsupported = TokenizerErrorCode(.unsupported)
  /// The text has a piece that the vocabulary does not have, and there is no unknown token.
  public static let unencodable = TokenizerErrorCode(.unencodable)
  /// The truncation that was asked for cannot be done to these two sequences.
  public static let cannotTruncate = TokenizerErrorCode(.cannotTruncate)
  /// transformers raises on the settings beside the file.
  public static let refused = TokenizerErrorCode(.refused)
  /// What transformers makes of the settings beside the file is not known.
  public static let undetermined = TokenizerErrorCode(.undetermined)
}

/// A tokenizer.json that cannot be used, or a text that it cannot encode.
public typealias TokenizerError = LocatedFailure<TokenizerErrorCode>

extension TokenizerError {
  /// What made the file unreadable.
  init(_ error: some LocatedError) { self.init(.unreadable, error) }
}
