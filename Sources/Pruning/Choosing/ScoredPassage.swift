import ModelDir

/// A passage and what the model says of it, before it is decided what stays.
struct ScoredPassage {
  /// The passage.
  let passage: PassageTokens
  /// The keep probability of each of its tokens.
  let probabilities: [Float]
  /// What they come to for each title and sentence.
  let ofPieces: [Double]
  /// The scores of the blocks; none in pruning_only.
  let scores: [Float]
  /// Which titles and sentences stay.
  var keeps: [Bool]

  /// A passage of which nothing is kept so far.
  init(
    _ passage: PassageTokens, probabilities: [Float], scores: [Float], _ aggregation: PruningAggregation
  ) {
    self.passage = passage
    self.probabilities = probabilities
    self.scores = scores
    ofPieces = aggregation.probabilities(of: probabilities, counts: passage.counts)
    keeps = [Bool](repeating: false, count: ofPieces.count)
  }

  /// Keeps the titles that are no part of the passage.
  mutating func keepAddedTitles() {
    for piece in 0..<passage.titleCount { keeps[piece] = true }
  }

  /// Keeps what has no token with the one before it, or at the beginning with the first that has some.
  mutating func keepTokenless() {
    guard var last = passage.counts.firstIndex(where: { $0 > 0 }) else { return }
    for (piece, count) in passage.counts.enumerated() {
      if count > 0 { last = piece }
      if keeps[last] { keeps[piece] = true }
    }
  }
}
