/// How far a number may be from what was expected: |found - expected| <= absolute + relative * |expected|.
public struct Tolerance: Sendable, Hashable {
  /// `atol`.
  public var absolute: Double
  /// `rtol`.
  public var relative: Double

  /// Creates a tolerance.
  public init(absolute: Double, relative: Double) {
    self.absolute = absolute
    self.relative = relative
  }

  /// 1e-4 and 1e-4: two orders above what versions of transformers and ways to compute attention differ by in float32, and
  /// far below what any wrong weight, token or state does.
  public static let standard = Tolerance(absolute: 1e-4, relative: 1e-4)

  /// A recording may not allow more than this, or it would prove nothing.
  public static let bound = 1e-2

  /// By how much a number is beyond what is allowed; not positive when it is within, infinite when it is not finite.
  public func excess(of found: Float, over expected: Float) -> Double {
    let (found, expected) = (Double(found), Double(expected))
    guard found.isFinite, expected.isFinite else { return .infinity }
    return abs(found - expected) - (absolute + relative * abs(expected))
  }
}
