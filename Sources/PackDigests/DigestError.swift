public import PackFiles

/// Why a digest cannot be computed.
public enum DigestErrorCode: String, Sendable, Hashable {
  /// The system's library does not have it.
  case unavailable
}

/// A digest that could not be computed; the place is what was to be digested.
public typealias DigestError = LocatedFailure<DigestErrorCode>
