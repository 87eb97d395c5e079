import PackThreads

/// Efron's bootstrap: how far a figure of a sample may be from that of the population, by drawing samples from the sample.
///
/// The draws have a fixed seed, and do not depend on the number of threads.
package struct Bootstrap: Sendable {
  /// Things that are drawn: passages.
  package let count: Int
  /// Samples that are drawn.
  package let sampleCount: Int
  /// The seed of the first sample.
  package let seed: UInt64

  /// - Parameters:
  ///   - count: things that are drawn.
  ///   - sampleCount: samples that are drawn.
  ///   - seed: the seed of the first sample.
  package init(count: Int, sampleCount: Int, seed: UInt64 = 0x5EED) {
    self.count = count
    self.sampleCount = sampleCount
    self.seed = seed
  }

  /// How often each thing is in a sample: `count` are drawn, each independently of the others.
  package func weights(ofSample sample: Int) -> [Int32] {
    var random = SplitMix64(seed: seed &+ UInt64(truncatingIfNeeded: sample) &* 0xD134_2543_DE82_EF95)
    var weights = [Int32](repeating: 0, count: count)
    for _ in 0..<count { weights[Int.random(in: 0..<count, using: &random)] += 1 }
    return weights
  }

  /// The figures of all samples, sorted, one list a figure; one that a sample does not have is left out.
  ///
  /// - Parameters:
  ///   - threads: how many threads compute.
  ///   - figures: the figures of a sample, given the weights; NaN for one that it does not have.
  package func distributions(threads: Int, _ figures: @Sendable ([Int32]) -> [Double]) -> [[Double]] {
    let samples = concurrently(sampleCount, threads: threads) { figures(weights(ofSample: $0)) }
    guard let width = samples.first?.count else { return [] }
    return (0..<width).map { column in samples.map { $0[column] }.filter { !$0.isNaN }.sorted() }
  }
}

extension [Double] {
  /// A quantile of sorted numbers, between neighbours as NumPy's default has it; nil where there are none.
  package func quantile(_ share: Double) -> Double? {
    guard let last else { return nil }
    let place = share * Double(count - 1)
    let index = Int(place.rounded(.down))
    guard index >= 0, index + 1 < count else { return last }
    return self[index] + (self[index + 1] - self[index]) * (place - Double(index))
  }
}
