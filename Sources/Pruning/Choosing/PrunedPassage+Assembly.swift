import PackTokenizers

extension PrunedPassage {
  /// Puts a passage together of which it is decided what stays.
  init(_ scored: ScoredPassage, _ options: PruningOptions) {
    let passage = scored.passage
    var (token, byte) = (0, passage.taken.bytes)
    let firstScalar = passage.titleCount > 0 ? passage.pieces[passage.titleCount - 1].upperBound : 0
    let pieces = passage.pieces.indices.map { index in
      let tokens = token..<token + passage.counts[index]
      token = tokens.upperBound
      let piece = passage.pieces[index]
      let range = options.stripsSentences ? passage.withoutWhite(piece) : piece
      var sentence = Sentence(
        text: Pruning.text(of: passage.scalars[range]), probability: scored.ofPieces[index],
        isKept: scored.keeps[index], tokens: [])
      if options.givesTokens { sentence.tokens = Self.tokens(tokens, of: scored, in: range) }
      guard index >= passage.titleCount else { return sentence }
      let offset = passage.taken.scalars - firstScalar
      sentence.range = range.lowerBound + offset..<range.upperBound + offset
      let start = byte + byteCount(passage.scalars[piece.lowerBound..<range.lowerBound])
      sentence.byteRange = start..<start + sentence.text.utf8.count
      byte =
        start + sentence.text.utf8.count + byteCount(passage.scalars[range.upperBound..<piece.upperBound])
      return sentence
    }
    let sentences = pieces[passage.titleCount...].filter {
      !options.stripsSentences || !$0.text.unicodeScalars.isEmpty
    }
    self.init(
      titles: Array(pieces[..<passage.titleCount]), sentences: sentences,
      rankingScore: options.usesBestScore ? scored.scores.max() : scored.scores.first, isScoreZeroed: false,
      length: passage.length)
    if options.zeroScoreWhenEmpty, rankingScore != nil, text.unicodeScalars.allSatisfy(isWhite) {
      rankingScore = 0
      isScoreZeroed = true
    }
  }

  private static func tokens(_ tokens: Range<Int>, of scored: ScoredPassage, in range: Range<Int>) -> [Token]
  {
    let passage = scored.passage
    return tokens.map { token in
      let place = passage.encoding.offsets[passage.places.lowerBound + token].clamped(to: range)
      return Token(
        range: place.lowerBound - range.lowerBound..<place.upperBound - range.lowerBound,
        probability: scored.probabilities[token])
    }
  }
}

/// Bytes of scalars in UTF-8.
private func byteCount(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
  scalars.reduce(0) { $0 + $1.utf8.count }
}
