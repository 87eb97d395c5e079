extension PrunedPassage {
  /// Puts a passage together of which it is decided what stays.
  init(_ scored: ScoredPassage, _ options: PruningOptions) {
    let passage = scored.passage
    var (token, byte) = (0, passage.taken.bytes)
    let firstScalar = passage.titleCount > 0 ? passage.pieces[passage.titleCount - 1].upperBound : 0
    let offset = passage.taken.scalars - firstScalar
    var (titles, sentences): ([Sentence], [Sentence]) = ([], [])
    sentences.reserveCapacity(passage.pieces.count)
    passage.forEachPiece { index, bytes in
      let tokens = token..<token + passage.counts[index]
      token = tokens.upperBound
      var sentence = Sentence(
        text: String(decoding: bytes, as: UTF8.self), probability: scored.ofPieces[index],
        isKept: scored.keeps[index], tokens: [])
      var range = passage.pieces[index]
      sentence.start = Sentence.Start(scalar: range.lowerBound + offset, byte: byte)
      byte += bytes.count
      if options.stripsSentences { range = sentence.strip(range) }
      if options.givesTokens { sentence.tokens = Self.tokens(tokens, of: scored, in: range) }
      if index < passage.titleCount {
        sentence.start = Sentence.Start()
        titles.append(sentence)
        byte = passage.taken.bytes
      } else if !options.stripsSentences || !range.isEmpty {
        sentences.append(sentence)
      }
    }
    self.init(
      titles: titles, sentences: sentences,
      rankingScore: options.usesBestScore ? scored.scores.max() : scored.scores.first, isScoreZeroed: false,
      length: passage.length)
    if options.zeroScoreWhenEmpty, rankingScore != nil,
      sentences.allSatisfy({ !$0.isKept || $0.text.unicodeScalars.allSatisfy(isWhite) })
    {
      rankingScore = 0
      isScoreZeroed = true
    }
  }

  private static func tokens(_ tokens: Range<Int>, of scored: ScoredPassage, in range: Range<Int>) -> [Token]
  {
    let passage = scored.passage
    return tokens.map { token in
      let place = passage.offsets[token].clamped(to: range)
      return Token(
        range: place.lowerBound - range.lowerBound..<place.upperBound - range.lowerBound,
        probability: scored.probabilities[token])
    }
  }
}

extension PrunedPassage.Sentence {
  /// Takes the white space off both ends, and so off the range of scalars.
  fileprivate mutating func strip(_ range: Range<Int>) -> Range<Int> {
    let scalars = text.unicodeScalars
    let first = scalars.firstIndex { !isWhite($0) } ?? scalars.endIndex
    let last = scalars[first...].lastIndex { !isWhite($0) }.map { scalars.index(after: $0) } ?? first
    let leading = scalars.distance(from: scalars.startIndex, to: first)
    start.scalar += leading
    start.byte += text.utf8.distance(from: text.startIndex, to: first)
    let stripped = range.lowerBound + leading
    let kept = scalars.distance(from: first, to: last)
    text = String(scalars[first..<last])
    return stripped..<stripped + kept
  }
}
