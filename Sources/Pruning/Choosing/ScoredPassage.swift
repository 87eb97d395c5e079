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

  /// Puts together what the blocks say.
  init(_ passage: PassageTokens, _ outcomes: some Collection<BlockOutcome>, _ aggregation: PruningAggregation)
  {
    let start = passage.places.lowerBound
    self.passage = passage
    probabilities = zip(passage.blocks, outcomes).flatMap { block, outcome in
      outcome.keepProbabilities[start..<start + block.count]
    }
    ofPieces = aggregation.probabilities(of: probabilities, counts: passage.counts)
    scores = outcomes.compactMap(\.rankingScore)
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
