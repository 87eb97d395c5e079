public import PackFiles

/// What is wrong with a signature, or with what makes or checks one.
public enum SigningErrorCode: String, Sendable, Hashable {
  /// A key cannot be read, or is of a kind that model signatures do not use.
  case key
  /// An encrypted key needs a passphrase, or has another one.
  case passphrase
  /// A certificate cannot be read, or does not belong to the key.
  case certificate
  /// The signature's bundle, or the statement in it, is malformed.
  case bundle
  /// The signature is not one of this key over these bytes.
  case signature
  /// The signer's certificate is not one that the trusted ones vouch for.
  case untrusted
  /// A directory has what a signature cannot cover.
  case directory
  /// The system's library does not have what is needed.
  case unavailable
}

/// A signature that cannot be made or does not hold.
public typealias SigningError = LocatedFailure<SigningErrorCode>
