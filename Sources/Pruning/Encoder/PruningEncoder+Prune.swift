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
    try prune(tokenize(requests).map { try $0.get() }, options: options, progress: progress)
  }

  /// Cuts passages into sentences, tokens and blocks.
  package func tokenize(_ requests: [PruningRequest]) -> [Result<PassageTokens, any Error>] {
    concurrently(requests.count, threads: threads) { index in
      Result { try PassageTokens(requests[index], tokenizer, maximumLength: config.maximumLength) }
    }
  }

  /// Prunes passages that have been tokenized.
  package func prune(
    _ passages: [PassageTokens], options: PruningOptions, progress: (_ done: Int, _ all: Int) -> Void
  ) throws -> [PrunedPassage] {
    let rows = passages.flatMap { self.rows(of: $0) }
    var outcomes = try run(rows, batchSize: options.batchSize, progress: progress)[...]
    return passages.map { passage in
      let blocks = outcomes.prefix(passage.blocks.count)
      outcomes = outcomes.dropFirst(passage.blocks.count)
      return assemble(passage, Array(blocks), options)
    }
  }

  /// The passes of a passage.
  package func rows(of passage: PassageTokens) -> [TokenRow] {
    let usesTypes = config.usesTokenTypeIDs && givesTokenTypeIDs
    return passage.blocks.map { passage.row($0, usesTypes: usesTypes) }
  }

  /// Puts together what the blocks say.
  private func assemble(
    _ passage: PassageTokens, _ outcomes: [BlockOutcome], _ options: PruningOptions
  ) -> PrunedPassage {
    let threshold = options.threshold ?? config.threshold
    let start = passage.places.lowerBound
    let probabilities = zip(passage.blocks, outcomes).flatMap { block, outcome in
      outcome.keepProbabilities[start..<start + block.count]
    }
    let ofPieces = config.aggregation.probabilities(of: probabilities, counts: passage.counts)
    var keeps = ofPieces.map { $0 > threshold }
    if options.alwaysSelectsTitle, keeps.contains(true) {
      for piece in passage.titlePieces { keeps[piece] = true }
    }
    var token = 0
    let pieces = passage.pieces.indices.map { index in
      let tokens = token..<token + passage.counts[index]
      token = tokens.upperBound
      let piece = passage.pieces[index]
      let range = options.stripsSentences ? passage.withoutWhite(piece) : piece
      return PrunedPassage.Sentence(
        text: text(of: passage.scalars[range]), probability: ofPieces[index], isKept: keeps[index],
        tokens: tokens.map { token in
          let place = passage.encoding.offsets[start + token].clamped(to: range)
          return PrunedPassage.Token(
            range: place.lowerBound - range.lowerBound..<place.upperBound - range.lowerBound,
            probability: probabilities[token])
        })
    }
    let sentences = pieces[passage.titleCount...].filter {
      !options.stripsSentences || !$0.text.unicodeScalars.isEmpty
    }
    let scores = outcomes.compactMap(\.rankingScore)
    var pruned = PrunedPassage(
      titles: Array(pieces[..<passage.titleCount]), sentences: sentences,
      rankingScore: options.usesBestScore ? scores.max() : scores.first, isScoreZeroed: false,
      length: passage.length)
    if options.zeroScoreWhenEmpty, pruned.rankingScore != nil, pruned.text.unicodeScalars.allSatisfy(isWhite)
    {
      pruned.rankingScore = 0
      pruned.isScoreZeroed = true
    }
    return pruned
  }
}

extension PruningAggregation {
  /// What the keep probabilities of tokens come to for the pieces that they stand in.
  ///
  /// The value of `majority` is above a threshold exactly if more than half of the tokens' are. A piece without tokens
  /// goes with the one before it, or at the start with the first that has some; without any tokens all are 0.
  ///
  /// - Parameters:
  ///   - tokens: the tokens' probabilities.
  ///   - counts: how many of them each piece has.
  func probabilities(of tokens: [Float], counts: [Int]) -> [Double] {
    var start = 0
    var last: Double?
    let pieces = counts.map { count -> Double? in
      let values = tokens[start..<start + count].map(Double.init)
      start += count
      if !values.isEmpty {
        switch self {
        case .mean: last = values.reduce(0, +) / Double(count)
        case .majority: last = values.sorted(by: >)[count / 2]
        }
      }
      return last
    }
    let first = pieces.lazy.compactMap { $0 }.first ?? 0
    return pieces.map { $0 ?? first }
  }
}
