/// Scored things that are positive, negative, or in part both, for the area under the ROC curve: the share of pairs of a
/// positive and a negative one that the scores put in order, ties counting half.
package struct RankedItems: Sendable {
  /// A scored thing.
  package struct Item: Sendable {
    /// Only things of one group are compared.
    var group: Int32
    var score: Double
    /// What is drawn in a bootstrap: the passage that it belongs to.
    var owner: Int32
    var positive: Int32
    var negative: Int32

    /// - Parameters:
    ///   - group: only things of one group are compared.
    ///   - score: its score, which is finite.
    ///   - owner: the number of the passage that it belongs to.
    ///   - positive: how much of it is positive.
    ///   - negative: how much of it is negative.
    package init(group: Int = 0, score: Double, owner: Int, positive: Int, negative: Int) {
      self.group = Int32(clamping: group)
      self.score = score
      self.owner = Int32(clamping: owner)
      self.positive = Int32(clamping: positive)
      self.negative = Int32(clamping: negative)
    }
  }

  /// By group, and in a group from the lowest score to the highest.
  private let items: [Item]

  package init(_ items: [Item]) {
    self.items = items.sorted { ($0.group, $0.score, $0.owner) < ($1.group, $1.score, $1.owner) }
  }

  /// The area under the curve, over all pairs of one group.
  ///
  /// - Parameter weights: how often each owner counts; nil for once.
  /// - Returns: NaN where there is no pair.
  /// - Complexity: O(items).
  package func area(weights: [Int32]? = nil) -> Double {
    var (inOrder, pairs) = (0.0, 0.0)
    var index = 0
    while index < items.count {
      let group = items[index].group
      var (below, positives) = (0.0, 0.0)
      while index < items.count, items[index].group == group {
        let score = items[index].score
        var (positive, negative) = (0.0, 0.0)
        while index < items.count, items[index].group == group, items[index].score == score {
          let weight = Double(weights?[Int(items[index].owner)] ?? 1)
          positive += weight * Double(items[index].positive)
          negative += weight * Double(items[index].negative)
          index += 1
        }
        inOrder += positive * (below + negative / 2)
        below += negative
        positives += positive
      }
      pairs += positives * below
    }
    return pairs == 0 ? .nan : inOrder / pairs
  }
}
