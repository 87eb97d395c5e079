import PackFiles

/// A figure of a sample, and where that of the population is likely to be.
public struct Estimate: Sendable, Hashable {
  /// The figure.
  public var value: Double
  /// The 95 % interval by the bootstrap; nil where there are too few passages.
  public var interval: ClosedRange<Double>?

  /// Share of samples inside of an interval.
  public static let confidence = 0.95

  /// - Parameters:
  ///   - value: the figure.
  ///   - samples: that of bootstrap samples, sorted.
  /// - Returns: nil where the sample does not have the figure.
  package init?(_ value: Double, _ samples: [Double]) {
    guard value.isFinite else { return nil }
    self.value = value
    let tail = (1 - Self.confidence) / 2
    if samples.count >= 100, let low = samples.quantile(tail), let high = samples.quantile(1 - tail) {
      interval = low...max(low, high)
    }
  }

  /// `0.712 [0.650, 0.774]`
  ///
  /// - Parameter digits: digits after the point.
  public func text(digits: Int) -> String {
    let figure = fixed(value, digits: digits)
    guard let interval else { return figure }
    return
      "\(figure) [\(fixed(interval.lowerBound, digits: digits)), \(fixed(interval.upperBound, digits: digits))]"
  }
}
