import Encoders
import Files
import ModelDir
import Threads
import Tokenizers

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
  /// - Returns: one passage for each request, in order.
  /// - Throws: ``PruningError`` when a query leaves no room; ``Tokenizers/TokenizerError``; ``Encoders/EncoderError``.
  public func prune(_ requests: [PruningRequest], options: PruningOptions = PruningOptions()) throws
    -> [PrunedPassage]
  {
    let passages = try concurrently(requests.count, threads: threads) { index in
      Result { try PassageTokens(requests[index], tokenizer, maximumLength: config.maximumLength) }
    }.map { try $0.get() }
    let usesTypes = config.usesTokenTypeIDs && givesTokenTypeIDs
    let rows = passages.flatMap { passage in passage.blocks.map { passage.row($0, usesTypes: usesTypes) } }
    var outcomes = try run(rows, batchSize: options.batchSize)[...]
    return passages.map { passage in
      let blocks = outcomes.prefix(passage.blocks.count)
      outcomes = outcomes.dropFirst(passage.blocks.count)
      return assemble(passage, Array(blocks), options)
    }
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
    var token = 0
    var pieces = zip(passage.pieces, zip(passage.counts, ofPieces)).map { range, values in
      let tokens = (token..<token + values.0).map { index in
        let place = passage.encoding.offsets[start + index].clamped(to: range)
        return PrunedPassage.Token(
          range: place.lowerBound - range.lowerBound..<place.upperBound - range.lowerBound,
          probability: probabilities[index])
      }
      token += values.0
      return PrunedPassage.Sentence(
        text: text(of: passage.scalars[range]), probability: values.1, isKept: values.1 > threshold,
        tokens: tokens)
    }
    if options.alwaysSelectsTitle, pieces.contains(where: \.isKept) {
      for index in 0..<max(passage.titleCount, 1) { pieces[index].isKept = true }
    }
    let scores = outcomes.compactMap(\.rankingScore)
    var pruned = PrunedPassage(
      titles: Array(pieces[..<passage.titleCount]), sentences: Array(pieces[passage.titleCount...]),
      rankingScore: options.usesBestScore ? scores.max() : scores.first)
    let isEmpty = pruned.text.unicodeScalars.allSatisfy {
      !ScalarTable.shared[$0.value].isDisjoint(with: .white)
    }
    if options.zeroScoreWhenEmpty, isEmpty, pruned.rankingScore != nil { pruned.rankingScore = 0 }
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
