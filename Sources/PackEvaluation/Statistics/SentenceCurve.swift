/// The sentences of a set from the most probable to the least, for what is kept at any threshold in one pass over them.
struct SentenceCurve: Sendable {
  private let sentences: [ScoredSentence]
  /// Whether each passage has an answer.
  private let hasAnswer: [Bool]

  init(_ sentences: [ScoredSentence], hasAnswer: [Bool]) {
    self.sentences = sentences.sorted {
      ($1.probability, $0.passage) < ($0.probability, $1.passage)
    }
    self.hasAnswer = hasAnswer
  }

  /// What is kept at thresholds.
  ///
  /// - Parameters:
  ///   - thresholds: from the lowest to the highest; a sentence is kept where its probability is above.
  ///   - weights: how often each passage counts; nil for once.
  func counts(at thresholds: [Double], weights: [Int32]? = nil) -> [ThresholdCounts] {
    var counts = ThresholdCounts()
    for (passage, hasAnswer) in hasAnswer.enumerated() {
      let weight = Double(weights?[passage] ?? 1)
      if hasAnswer { counts.withAnswer += weight } else { counts.withoutAnswer += weight }
    }
    var results: [ThresholdCounts] = []
    var next = 0
    for threshold in thresholds.reversed() {
      while next < sentences.count, sentences[next].probability > threshold {
        add(sentences[next], weights, &counts)
        next += 1
      }
      results.append(counts)
    }
    let answering = sentences.reduce(0.0) {
      $0 + Double($1.answering) * Double(weights?[Int($1.passage)] ?? 1)
    }
    for index in results.indices { results[index].answering = answering }
    return results.reversed()
  }

  private func add(_ sentence: ScoredSentence, _ weights: [Int32]?, _ counts: inout ThresholdCounts) {
    let passage = Int(sentence.passage)
    let weight = Double(weights?[passage] ?? 1)
    counts.hits += weight * Double(sentence.answering)
    counts.kept += weight * Double(sentence.answering + sentence.other)
    if hasAnswer[passage] {
      counts.keptWithAnswer += weight * sentence.share
    } else {
      counts.keptWithoutAnswer += weight * sentence.share
    }
  }
}
