import Files
import ModelDir
import Tokenizers

extension PruningEncoder {
  /// Prunes a passage by its tokens: a token stays when its keep probability is above the threshold, and neighbours
  /// with the same fate make a segment. White space goes with the token before it.
  ///
  /// A passage of more tokens than fit beside the query is read in several passes, so that no token goes unscored.
  ///
  /// - Parameters:
  ///   - pair: query and passage.
  ///   - threshold: by default the package's own.
  /// - Throws: ``PruningError`` when the query leaves no room, and what ``predict(_:maximumLength:)`` throws.
  public func prune(_ pair: TextPair, threshold: Double? = nil) throws -> PrunedPassage {
    let threshold = Float(threshold ?? config.threshold)
    var passage = PrunedPassage(segments: [], rankingScore: nil)
    var tokens: [(range: Range<Int>, probability: Float)] = []
    let bytes = Array(pair.document.utf8)
    for block in try blocks(of: pair, bytes) {
      let prediction = try predict([block.encoding])[0]
      if let score = prediction.rankingScore {
        passage.rankingScore = max(passage.rankingScore ?? score, score)
      }
      for (index, probability) in prediction.keepProbabilities.enumerated()
      where block.encoding.sequenceIDs[index] == 1 {
        let range = block.encoding.byteOffsets[index]
        tokens.append((range.lowerBound + block.start..<range.upperBound + block.start, probability))
      }
    }
    passage.segments = segments(of: tokens, in: bytes, threshold: threshold)
    return passage
  }

  private struct Block {
    var start: Int
    var encoding: Encoding
  }

  /// Cuts the passage where a pass is full: between words where there are some, between tokens otherwise.
  private func blocks(of pair: TextPair, _ bytes: [UInt8]) throws -> [Block] {
    let whole = try tokenizer.encode(pair.query, pair: pair.document)
    let ranges = zip(whole.sequenceIDs, whole.byteOffsets).filter { $0.0 == 1 }.map(\.1)
    let room = config.maximumLength - (whole.count - ranges.count)
    guard room > 0 else {
      throw PruningError(
        .queryTooLong, at: Place(file: "query"), problem: "the query leaves no room for the passage",
        expected: "fewer than \(config.maximumLength) tokens, special ones included",
        found: "\(config.maximumLength - room)")
    }
    guard ranges.count > room else { return [Block(start: 0, encoding: whole)] }

    var blocks: [Block] = []
    var first = 0
    var start = 0
    while first < ranges.count {
      var last = min(first + room, ranges.count)
      while true {
        if last < ranges.count { last = wordBoundary(before: last, after: first, ranges) }
        let end = last == ranges.count ? bytes.count : max(start, ranges[last].lowerBound)
        let piece = TextPair(query: pair.query, document: String(decoding: bytes[start..<end], as: UTF8.self))
        let encoding = try tokenizer.encode(piece.query, pair: piece.document)
        // A piece may have more tokens on its own than inside the whole; a smaller one is tried then.
        if encoding.count <= config.maximumLength || last == first + 1 {
          blocks.append(Block(start: start, encoding: try encode(piece)))
          (first, start) = (last, end)
          break
        }
        last = first + max(1, (last - first) * 3 / 4)
      }
    }
    return blocks
  }

  /// The last token before `limit` that does not touch the one before it, or `limit` where all of them touch.
  private func wordBoundary(before limit: Int, after first: Int, _ ranges: [Range<Int>]) -> Int {
    var token = limit
    while token > first + 1 {
      if ranges[token].lowerBound > ranges[token - 1].upperBound { return token }
      token -= 1
    }
    return limit
  }

  /// Joins neighbouring tokens of the same fate to slices of the source.
  private func segments(
    of tokens: [(range: Range<Int>, probability: Float)], in bytes: [UInt8], threshold: Float
  ) -> [PrunedPassage.Segment] {
    var segments: [PrunedPassage.Segment] = []
    var start = 0
    var position = 0
    while position < tokens.count {
      let isKept = tokens[position].probability > threshold
      var sum: Float = 0
      var end = position
      while end < tokens.count, (tokens[end].probability > threshold) == isKept {
        sum += tokens[end].probability
        end += 1
      }
      // Up to the next token, so that the white space between goes with the token before it.
      let stop = end == tokens.count ? bytes.count : max(start, tokens[end].range.lowerBound)
      segments.append(
        PrunedPassage.Segment(
          text: String(decoding: bytes[start..<stop], as: UTF8.self),
          probability: sum / Float(end - position),
          isKept: isKept))
      start = stop
      position = end
    }
    return segments
  }
}
