import ModelDir

extension PruningAggregation {
  /// What the keep probabilities of tokens come to for the pieces that they stand in.
  ///
  /// The value of `majority` is above a threshold exactly if more than half of the tokens' are. A piece without tokens
  /// goes with the one before it, or at the start with the first that has some; without any tokens all are 0.
  ///
  /// - Parameters:
  ///   - tokens: the tokens' probabilities.
  ///   - counts: how many of them each piece has.
  func probabilities(of tokens: [Float], counts: [Int]) -> [Double] {
    var start = 0
    var last: Double?
    let pieces = counts.map { count -> Double? in
      let values = tokens[start..<start + count].map(Double.init)
      start += count
      if !values.isEmpty {
        switch self {
        case .mean: last = values.reduce(0, +) / Double(count)
        case .majority: last = values.sorted(by: >)[count / 2]
        }
      }
      return last
    }
    let first = pieces.lazy.compactMap { $0 }.first ?? 0
    return pieces.map { $0 ?? first }
  }
}
