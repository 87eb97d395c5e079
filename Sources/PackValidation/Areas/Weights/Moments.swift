/// What tells how numbers are spread.
struct Moments {
  let count: Double
  let mean: Double
  let deviation: Double
  /// The fourth moment over the squared variance: 3 of a normal distribution, 1.8 of an even one.
  let kurtosis: Double
  /// The largest magnitude.
  let largest: Double

  /// - Returns: nil where all numbers are equal, or one is not finite.
  init?(_ values: [Float]) {
    count = Double(values.count)
    guard count > 0 else { return nil }
    var sum = 0.0
    for value in values { sum += Double(value) }
    let mean = sum / count
    var (second, fourth, largest) = (0.0, 0.0, 0.0)
    for value in values {
      let square = (Double(value) - mean) * (Double(value) - mean)
      second += square
      fourth += square * square
      largest = max(largest, abs(Double(value)))
    }
    let variance = second / count
    guard variance > 0, variance.isFinite, fourth.isFinite else { return nil }
    self.mean = mean
    self.largest = largest
    deviation = variance.squareRoot()
    kurtosis = fourth / count / (variance * variance)
  }

  /// Whether the numbers look as if an initialiser of transformers had drawn them and nothing had moved them since: from a normal
  /// distribution of a deviation, or from one that is cut at twice the deviation, as ModernBERT does.
  func isDrawn(deviation expected: Double) -> Bool {
    guard expected > 0, abs(mean) < 4 * deviation / count.squareRoot() else { return false }
    // Four standard errors of the deviation and of the kurtosis.
    func isNear(_ deviation: Double, error: Double, _ kurtosis: Double) -> Bool {
      abs(self.deviation / deviation - 1) < 4 * error / count.squareRoot()
        && abs(self.kurtosis - kurtosis) < 4 * (24 / count).squareRoot()
    }
    if largest <= 2 * expected * 1.005 { return isNear(0.8796 * expected, error: 0.58, 2.37) }
    return isNear(expected, error: 0.71, 3)
  }
}
