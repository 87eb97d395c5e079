/// How far the answers of a package to a labelled set are from those of the same package computed otherwise.
public struct EvaluationComparison: Sendable, Hashable {
  /// Sentences that were compared.
  public var sentences: Int
  /// The share of them that both keep, or both drop, at the package's threshold.
  public var equalShare: Double
  /// The largest difference of a sentence's keep probability.
  public var largestDifference: Double
  /// F2 at the package's threshold, less that of the other; nil where nothing is labelled.
  public var f2Change: Double?
  /// Kendall's tau of the scores: 1 where both put the passages in the same order. Passages of one query are compared, or
  /// all where no query has two; nil without two scores.
  public var tau: Double?

  /// The share of equal sentences that a package should have.
  public static let wantedShare = 0.995
  /// How much lower F2 may be.
  public static let allowedLoss = 0.003
  /// The tau that a package should have.
  public static let wantedTau = 0.995

  /// Whether it keeps to all three.
  public var isClose: Bool {
    equalShare >= Self.wantedShare && (f2Change ?? 0) >= -Self.allowedLoss && (tau ?? 1) >= Self.wantedTau
  }
}

/// What is compared of a set's passages.
struct ComparedOutcomes {
  var sentences: [ScoredSentence]
  var scores: [RankedItems.Item]
  var f2: Double?
  var threshold: Double

  func compared(to other: ComparedOutcomes) -> EvaluationComparison {
    var equal = 0
    var largest = 0.0
    for (one, two) in zip(sentences, other.sentences) {
      if (one.probability > threshold) == (two.probability > threshold) { equal += 1 }
      largest = max(largest, abs(one.probability - two.probability))
    }
    let count = min(sentences.count, other.sentences.count)
    var change: Double?
    if let f2, let before = other.f2 { change = f2 - before }
    return EvaluationComparison(
      sentences: count, equalShare: count == 0 ? 1 : Double(equal) / Double(count),
      largestDifference: largest, f2Change: change, tau: tau(to: other))
  }

  private func tau(to other: ComparedOutcomes) -> Double? {
    let pairs = zip(other.scores, scores).map { (group: $0.group, first: $0.score, second: $1.score) }
    let groups = Dictionary(grouping: pairs) { $0.group }.values.filter { $0.count > 1 }
    let lists = groups.isEmpty ? [pairs] : Array(groups)
    var (all, discordant) = (0, 0)
    for list in lists {
      all += list.count * (list.count - 1) / 2
      // Of equal scores, either order is right.
      let sorted = list.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
      discordant += sorted.map(\.second).inversions
    }
    return all == 0 ? nil : 1 - 2 * Double(discordant) / Double(all)
  }
}

extension [Double] {
  /// How many pairs stand in falling order.
  ///
  /// - Complexity: O(n log n).
  var inversions: Int {
    var values = self
    var merged = values
    var count = 0
    var width = 1
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        let middle = Swift.min(start + width, values.count), end = Swift.min(start + 2 * width, values.count)
        var (left, right) = (start, middle)
        for place in start..<end {
          if left < middle, right == end || values[left] <= values[right] {
            merged[place] = values[left]
            left += 1
          } else {
            merged[place] = values[right]
            right += 1
            count += middle - left
          }
        }
      }
      swap(&values, &merged)
      width *= 2
    }
    return count
  }
}
