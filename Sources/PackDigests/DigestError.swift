public import PackFiles

/// A digest that could not be computed.
public struct DigestError: LocatedError {
  /// What was to be digested.
  public let place: Place
  /// What is wrong.
  public let problem: String
  /// Nothing would have been better known.
  public var expected: String? { nil }
  /// Nothing was found instead.
  public var found: String? { nil }
}
