import PackEvaluation
import Testing

@Suite struct StatisticsTests {
  /// Every pair, counted one by one.
  private func area(_ items: [(group: Int, score: Double, positive: Int, negative: Int)]) -> Double {
    var (inOrder, pairs) = (0.0, 0.0)
    for one in items {
      for other in items where other.group == one.group {
        let count = Double(one.positive * other.negative)
        pairs += count
        inOrder += one.score > other.score ? count : one.score == other.score ? count / 2 : 0
      }
    }
    return inOrder / pairs
  }

  @Test func theAreaCountsPairsInOrder() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let items = (0..<40).map { _ in
        (
          group: Int.random(in: 0..<4, using: &random), score: Double(Int.random(in: 0..<9, using: &random)),
          positive: Int.random(in: 0..<3, using: &random), negative: Int.random(in: 0..<3, using: &random)
        )
      }
      let ranked = RankedItems(
        items.enumerated().map {
          RankedItems.Item(
            group: $1.group, score: $1.score, owner: $0, positive: $1.positive, negative: $1.negative)
        })
      #expect(abs(ranked.area() - area(items)) < 1e-12)
      // An owner that is drawn twice counts like two.
      let weights = items.map { _ in Int32.random(in: 0..<3, using: &random) }
      let drawn = zip(items, weights).flatMap { [_](repeating: $0, count: Int($1)) }
      #expect(abs(ranked.area(weights: weights) - area(drawn)) < 1e-12)
    }
    #expect(RankedItems([]).area().isNaN)
  }

  @Test func quantilesLieBetweenNeighbours() {
    // numpy.quantile([1, 2, 4, 8], [0, .3, .975, 1])
    let values: [Double] = [1, 2, 4, 8]
    for (share, expected) in [(0, 1), (0.3, 1.9), (0.975, 7.7), (1, 8)] {
      #expect(values.quantile(share).map { abs($0 - expected) < 1e-12 } == true, "\(share)")
    }
    #expect([Double]().quantile(0.5) == nil)
  }

  @Test func drawsAreTheSameOnAnyNumberOfThreads() {
    let bootstrap = Bootstrap(count: 50, sampleCount: 200)
    let one = bootstrap.distributions(threads: 1) { [Double($0[0]), Double($0.reduce(0, +))] }
    let several = bootstrap.distributions(threads: 3) { [Double($0[0]), Double($0.reduce(0, +))] }
    #expect(one == several)
    #expect(one[1].allSatisfy { $0 == 50 })
    // Each is drawn once on average, with a variance of nearly 1.
    let mean = one[0].reduce(0, +) / 200
    let variance = one[0].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 200
    #expect(abs(mean - 1) < 0.3 && abs(variance - 1) < 0.4)
  }
}
