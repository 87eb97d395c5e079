/// How a layer that nobody trained was filled.
enum FreshStart: CustomStringConvertible {
  /// torch: weights and biases evenly in ±1/√width.
  case uniform(bound: Double)
  /// transformers: weights from a normal distribution of a known spread, biases zero.
  case normal(deviation: Double)

  var description: String {
    switch self {
    case .uniform(let bound): "numbers spread evenly within ±\(bound), as torch.nn.Linear starts"
    case .normal(let deviation): "a normal distribution of deviation \(deviation) and no bias"
    }
  }

  /// Judges a layer; nil where it looks trained.
  ///
  /// - Parameters:
  ///   - values: the weights, 32 or more.
  ///   - biases: the biases; empty where there are none.
  ///   - width: inputs of the layer.
  ///   - initializerRange: the deviation that the model's configuration names.
  init?(_ values: [Float], biases: [Float], width: Int, initializerRange: Double) {
    guard let moments = Moments(values) else { return nil }
    let (count, mean, deviation, kurtosis) = (
      moments.count, moments.mean, moments.deviation, moments.kurtosis
    )
    let largest = moments.largest
    // Three standard errors, of the mean and of the deviation.
    guard abs(mean) < 3 * deviation / count.squareRoot() else { return nil }
    func isDeviation(_ expected: Double, error: Double) -> Bool {
      abs(deviation / expected - 1) < 3 * error / count.squareRoot()
    }
    let bound = 1 / Double(width).squareRoot()
    let hasEvenBias = biases.allSatisfy { abs(Double($0)) <= bound } && biases.contains { $0 != 0 }
    if largest <= bound * 1.001, largest > bound * 0.9, biases.isEmpty || hasEvenBias,
      isDeviation(bound / 3.0.squareRoot(), error: 0.45), kurtosis < 2.2
    {
      self = .uniform(bound: bound)
      return
    }
    guard biases.allSatisfy({ $0 == 0 }), !biases.isEmpty else { return nil }
    for range in [initializerRange, 0.02] where range > 0 {
      if isDeviation(range, error: 0.71), abs(kurtosis - 3) < 3 * (24 / count).squareRoot() + 0.1 {
        self = .normal(deviation: range)
        return
      }
    }
    return nil
  }
}
