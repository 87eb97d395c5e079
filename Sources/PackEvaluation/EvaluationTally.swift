import PackFiles
import Pruning

/// What is counted of passages while they go by, and the figures that it comes to.
struct EvaluationTally {
  private let threshold: Double
  private var counts = EvaluationResult.Counts()
  private var queries: [ExactText: Int] = [:]
  private var sentences: [ScoredSentence] = []
  private var scores: [RankedItems.Item] = []
  private var hasAnswer: [Bool] = []
  private var worst: WorstPassages

  /// Of an ever larger set, fewer samples are drawn: more would say nothing new.
  private static let mostSentenceDraws = 2_000_000_000

  init(threshold: Double, worstCount: Int) {
    self.threshold = threshold
    worst = WorstPassages(limit: worstCount)
  }

  /// Passages so far.
  var count: Int { counts.passages }

  /// Counts a passage.
  mutating func add(_ labelled: LabelledPassage, _ passage: PrunedPassage) throws(EvaluationError) {
    let number = counts.passages
    let query = ExactText(labelled.request.query)
    let group = queries[query] ?? queries.count
    queries[query] = group
    counts.passages += 1
    counts.queries = queries.count
    counts.sentences += passage.sentences.count
    if labelled.isRelevant { counts.relevant += 1 }
    if let score = passage.rankingScore {
      guard score.isFinite else { throw Self.notFinite(labelled, "score", Double(score)) }
      scores.append(
        RankedItems.Item(
          group: group, score: Double(score), owner: number, positive: labelled.isRelevant ? 1 : 0,
          negative: labelled.isRelevant ? 0 : 1))
    }
    let answers = try Self.answers(labelled, passage)
    if answers != nil { counts.labelled += 1 }
    let answersQuery = answers.map { !$0.isEmpty } ?? labelled.isRelevant
    hasAnswer.append(answersQuery)
    if answersQuery { counts.withAnswer += 1 }
    let length = Double(max(passage.length, 1))
    var start = 0
    var pointer = answers.map { AnswerPointer($0) }
    for sentence in passage.sentences {
      guard sentence.probability.isFinite else {
        throw Self.notFinite(labelled, "keep probability", sentence.probability)
      }
      let size = sentence.text.unicodeScalars.count
      let (answering, other) = pointer?.count(sentence.text, from: start) ?? (0, 0)
      sentences.append(
        ScoredSentence(
          probability: sentence.probability, passage: Int32(clamping: number),
          answering: Int32(clamping: answering),
          other: Int32(clamping: other), share: Double(size) / length))
      start += size
    }
    if let answers { judge(labelled, passage, answers, sentences.suffix(passage.sentences.count)) }
  }

  /// The figures.
  func result(_ options: EvaluationOptions, threads: Int) -> EvaluationResult {
    let curve = SentenceCurve(sentences, hasAnswer: hasAnswer)
    let recommended = recommended(options.wantedRecall, curve)
    let thresholds = Set(options.thresholds + [threshold] + (recommended.map { [$0] } ?? [])).sorted()
    let rankings = [
      RankedItems(scores.map { $0.ungrouped }), RankedItems(scores),
      RankedItems(
        sentences.map {
          RankedItems.Item(
            score: $0.probability, owner: Int($0.passage), positive: Int($0.answering),
            negative: Int($0.other))
        }),
    ]
    let figures = { @Sendable (weights: [Int32]?) -> [Double] in
      rankings.map { $0.area(weights: weights) }
        + curve.counts(at: thresholds, weights: weights).flatMap(\.figures)
    }
    let draws = Self.mostSentenceDraws / max(1, sentences.count + scores.count)
    let sampleCount = min(options.sampleCount, max(100, draws))
    let bootstrap = Bootstrap(count: counts.passages, sampleCount: counts.passages > 1 ? sampleCount : 0)
    let samples = bootstrap.distributions(threads: threads) { figures($0) }
    let estimates = figures(nil).enumerated().map { index, value in
      Estimate(value, index < samples.count ? samples[index] : [])
    }
    let columns = EvaluationMetric.overall
    let names = EvaluationMetric.atThresholds
    let rows = thresholds.enumerated().map { index, threshold in
      let start = columns.count + index * names.count
      return EvaluationResult.Row(
        threshold: threshold, figures: Self.named(names, estimates[start..<start + names.count]))
    }
    return EvaluationResult(
      counts: counts, threshold: threshold, overall: Self.named(columns, estimates[..<columns.count]),
      rows: rows, wantedRecall: options.wantedRecall, recommended: recommended,
      sampleCount: bootstrap.sampleCount, worst: worst.passages)
  }

  /// What another tally of the same set is compared in.
  func outcomes(_ result: EvaluationResult) -> ComparedOutcomes {
    ComparedOutcomes(
      sentences: sentences, scores: scores, f2: result.estimate(.f2)?.value, threshold: threshold)
  }

  private func recommended(_ recall: Double, _ curve: SentenceCurve) -> Double? {
    guard counts.labelled > 0 else { return nil }
    let steps = (0..<1000).map { Double($0) / 1000 }
    return zip(steps, curve.counts(at: steps)).reversed().first {
      $1.answering > 0 && $1.recall >= recall
    }?.0
  }

  private static func named(
    _ metrics: [EvaluationMetric], _ estimates: ArraySlice<Estimate?>
  ) -> [EvaluationMetric: Estimate] {
    var result: [EvaluationMetric: Estimate] = [:]
    for (metric, estimate) in zip(metrics, estimates) { result[metric] = estimate }
    return result
  }

  private mutating func judge(
    _ labelled: LabelledPassage, _ passage: PrunedPassage, _ answers: [Range<Int>],
    _ sentences: ArraySlice<ScoredSentence>
  ) {
    var counts = ThresholdCounts()
    var length = 0.0
    for sentence in sentences {
      counts.answering += Double(sentence.answering)
      length += Double(sentence.answering + sentence.other)
      if sentence.probability > threshold {
        counts.hits += Double(sentence.answering)
        counts.kept += Double(sentence.answering + sentence.other)
      }
    }
    guard length > 0 else { return }
    let hasAnswer = counts.answering > 0
    worst.add(
      WorstPassage(
        request: labelled.request, passage: passage, answers: answers,
        loss: hasAnswer ? 1 - counts.f(2) : counts.kept / length, recall: hasAnswer ? counts.recall : nil))
  }

  /// What answers, as ranges of the passage's scalars; nil where that is not known.
  private static func answers(
    _ labelled: LabelledPassage, _ passage: PrunedPassage
  ) throws(EvaluationError) -> [Range<Int>]? {
    switch labelled.label {
    case .none: return nil
    case .spans(let spans): return spans
    case .sentences(let numbers):
      if let largest = numbers.max(), largest >= passage.sentences.count {
        let count = passage.sentences.count
        throw EvaluationError(
          .outsidePassage, at: Place(file: labelled.request.name, jsonPath: "$.sentences"),
          problem: "the document has no such sentence",
          expected: count == 0 ? "none, as the document is empty" : "0 to \(count - 1)", found: "\(largest)")
      }
      var ranges: [Range<Int>] = []
      var start = 0
      for (number, sentence) in passage.sentences.enumerated() {
        let end = start + sentence.text.unicodeScalars.count
        if numbers.contains(number), end > start { ranges.append(start..<end) }
        start = end
      }
      return ranges.united
    }
  }

  private static func notFinite(
    _ labelled: LabelledPassage, _ name: String, _ value: Double
  ) -> EvaluationError {
    EvaluationError(
      .notFinite, at: Place(file: labelled.request.name), problem: "the model's \(name) is not finite",
      expected: "a finite number", found: "\(value)")
  }
}

extension RankedItems.Item {
  /// The same among all things.
  fileprivate var ungrouped: RankedItems.Item {
    var item = self
    item.group = 0
    return item
  }
}
