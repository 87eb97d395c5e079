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
    results.reverse()
    addDropped(at: thresholds, weights, &results)
    return results
  }

  /// What is dropped is added up by itself: what is kept would leave an empty passage dropped, and a rounded rest of others.
  private func addDropped(at thresholds: [Double], _ weights: [Int32]?, _ results: inout [ThresholdCounts]) {
    var (withAnswer, withoutAnswer) = (0.0, 0.0)
    var next = sentences.count - 1
    for (index, threshold) in thresholds.enumerated() {
      while next >= 0, sentences[next].probability <= threshold {
        let passage = Int(sentences[next].passage)
        let share = Double(weights?[passage] ?? 1) * sentences[next].share
        if hasAnswer[passage] { withAnswer += share } else { withoutAnswer += share }
        next -= 1
      }
      results[index].droppedWithAnswer = withAnswer
      results[index].droppedWithoutAnswer = withoutAnswer
    }
  }

  private func add(_ sentence: ScoredSentence, _ weights: [Int32]?, _ counts: inout ThresholdCounts) {
    let passage = Int(sentence.passage)
    let weight = Double(weights?[passage] ?? 1)
    counts.hits += weight * Double(sentence.answering)
    counts.kept += weight * Double(sentence.answering + sentence.other)
  }
}
