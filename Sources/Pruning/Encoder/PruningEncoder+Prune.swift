import ModelDir
package import PackEncoders
import PackFiles
import PackThreads
import PackTokenizers

extension PruningEncoder {
  /// Prunes a passage by its sentences.
  ///
  /// - Parameters:
  ///   - pair: query and passage.
  ///   - threshold: by default the package's own.
  /// - Throws: what ``prune(_:options:)`` throws.
  public func prune(_ pair: TextPair, threshold: Double? = nil) throws -> PrunedPassage {
    let requests = [PruningRequest(query: pair.query, document: pair.document)]
    return try prune(requests, options: PruningOptions(threshold: threshold))[0]
  }

  /// Prunes passages by their sentences: a sentence stays when the probability that its tokens come to is above the
  /// threshold.
  ///
  /// A passage of more tokens than fit beside the query is read in several passes, so that no token goes unscored;
  /// docs/pruning.md says how it is divided. A passage's numbers do not depend on its neighbours.
  ///
  /// - Parameters:
  ///   - requests: passages of any length. They are in memory together with all their tokens; see ``PruningStream`` for
  ///     many.
  ///   - options: how to prune.
  ///   - progress: is called with the number of passes done and the number of passes.
  /// - Returns: one passage for each request, in order.
  /// - Throws: ``PruningError`` when a query leaves no room; ``PackTokenizers/TokenizerError``; ``PackEncoders/EncoderError``;
  ///   ``PackFiles/FileError`` when the weights' files have changed since they were opened.
  public func prune(
    _ requests: [PruningRequest], options: PruningOptions = PruningOptions(),
    progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) throws -> [PrunedPassage] {
    try prune(
      [tokenize(requests, keepsOffsets: options.givesTokens).map { try $0.get() }], options: options,
      progress: progress)[0]
  }

  /// Cuts passages into sentences, tokens and blocks.
  ///
  /// - Parameter keepsOffsets: whether tokens are given their places.
  package func tokenize(
    _ requests: [PruningRequest], keepsOffsets: Bool = true
  ) -> [Result<PassageTokens, any Error>] {
    concurrently(requests.count, threads: threads) { index in
      Result {
        try PassageTokens(
          requests[index], tokenizer, maximumLength: config.maximumLength, keepsOffsets: keepsOffsets)
      }
    }
  }

  /// Prunes passages that have been tokenized, in groups of one query each.
  func prune(
    _ groups: [[PassageTokens]], options: PruningOptions, progress: (_ done: Int, _ all: Int) -> Void
  ) throws -> [[PrunedPassage]] {
    var scored = try score(groups.flatMap { $0 }, options, progress)[...]
    let choice = SentenceChoice(options, threshold: options.threshold ?? config.threshold)
    return groups.map { group in
      var passages = Array(scored.prefix(group.count))
      scored = scored.dropFirst(group.count)
      choice.decide(&passages)
      return passages.map { PrunedPassage($0, options) }
    }
  }

  /// Passes that are in memory together at most, unless a batch has more.
  private static let passLimit = 1024

  /// Asks the model about all blocks.
  private func score(
    _ passages: [PassageTokens], _ options: PruningOptions, _ progress: (_ done: Int, _ all: Int) -> Void
  ) throws -> [ScoredPassage] {
    let blocks = passages.indices.flatMap { passage in
      passages[passage].blocks.map { (passage: passage, range: $0) }
    }
    var probabilities = passages.map { passage in
      var empty: [Float] = []
      empty.reserveCapacity(passage.tokens.count)
      return empty
    }
    var scores = [[Float]](repeating: [], count: passages.count)
    let batchSize = max(1, options.batchSize)
    let step = max(1, Self.passLimit / batchSize) * batchSize
    for start in stride(from: 0, to: blocks.count, by: step) {
      let part = blocks[start..<min(start + step, blocks.count)]
      let rows = part.map { passages[$0.passage].row($0.range, usesTypes: usesTypes) }
      let outcomes = try run(rows, batchSize: batchSize) { done, _ in progress(start + done, blocks.count) }
      for (block, outcome) in zip(part, outcomes) {
        let first = passages[block.passage].frame.before.count
        probabilities[block.passage] += outcome.keepProbabilities[first..<first + block.range.count]
        if let score = outcome.rankingScore { scores[block.passage].append(score) }
      }
    }
    return passages.indices.map {
      ScoredPassage(
        passages[$0], probabilities: probabilities[$0], scores: scores[$0], config.aggregation)
    }
  }

  /// The passes of a passage.
  package func rows(of passage: PassageTokens) -> [TokenRow] {
    passage.blocks.map { passage.row($0, usesTypes: usesTypes) }
  }

  private var usesTypes: Bool { config.usesTokenTypeIDs && givesTokenTypeIDs }
}
