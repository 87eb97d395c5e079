import PackFiles

extension Truncation {
  /// The tokens that stay, of one or two sequences.
  ///
  /// - Parameters:
  ///   - counts: how many tokens the sequences have.
  ///   - budget: how many may stay, special tokens aside.
  ///   - name: the name that errors give the tokenizer.
  /// - Throws: ``TokenizerError`` when the sequence that is to give tokens up has too few, or is not there.
  func kept(of counts: [Int], budget: Int, name: String) throws(TokenizerError) -> [Range<Int>] {
    let total = counts.reduce(0, +)
    guard total > budget else { return counts.map { 0..<$0 } }
    guard budget > 0 else { return counts.map { _ in 0..<0 } }
    var lengths = counts
    switch strategy {
    case .longestFirst: lengths = Self.longestFirst(counts, budget: budget)
    case .onlyFirst, .onlySecond:
      let target = strategy == .onlyFirst ? 0 : 1
      guard target < counts.count else {
        throw TokenizerError(
          .cannotTruncate, at: Place(file: name), problem: "there is no second text to truncate")
      }
      guard counts[target] > total - budget else {
        throw TokenizerError(
          .cannotTruncate, at: Place(file: name), problem: "the text to truncate is too short",
          expected: "more than \(total - budget) tokens", found: "\(counts[target])")
      }
      lengths[target] = counts[target] - (total - budget)
    }
    return zip(counts, lengths).map { count, length in
      direction == .right ? 0..<length : (count - length)..<count
    }
  }

  /// How many tokens of each sequence stay when the longer one gives them up first.
  ///
  /// The shorter one is kept where it leaves the other as much as itself; else both get half, and the longer one, or the
  /// second where they are equal, the odd token.
  private static func longestFirst(_ counts: [Int], budget: Int) -> [Int] {
    guard counts.count > 1 else { return [budget] }
    var lengths = counts
    let (shorter, longer) = counts[0] > counts[1] ? (1, 0) : (0, 1)
    if counts[shorter] <= budget / 2 {
      lengths[longer] = budget - counts[shorter]
    } else {
      lengths[shorter] = budget / 2
      lengths[longer] = budget / 2 + budget % 2
    }
    return lengths
  }
}
