import PackFiles

/// Decides which sentences stay: those above the threshold, or, within a limit, whole ones from the highest probability
/// down. docs/pruning.md has the rule.
struct SentenceChoice {
  /// A sentence is kept where its probability is above it, unless there is a limit.
  let threshold: Double
  private let options: PruningOptions
  private let keptTexts: [[UInt8]]

  init(_ options: PruningOptions, threshold: Double) {
    self.threshold = threshold
    self.options = options
    keptTexts = options.keptTexts.map { Array($0.utf8) }
  }

  /// Decides for the passages of one query.
  func decide(_ passages: inout [ScoredPassage]) {
    for number in passages.indices {
      keepTexts(of: &passages[number])
      if options.limit == nil { keepAbove(&passages[number]) }
    }
    guard let limit = options.limit else { return }
    if options.isAcross {
      fill(&passages, limit)
    } else {
      for number in passages.indices {
        var alone = [passages[number]]
        fill(&alone, limit)
        passages[number] = alone[0]
      }
    }
  }

  private func keepTexts(of passage: inout ScoredPassage) {
    guard !keptTexts.isEmpty else { return }
    var keeps = passage.keeps
    passage.passage.forEachPiece { piece, bytes in
      keeps[piece] = keptTexts.contains { contains(bytes, $0) }
    }
    passage.keeps = keeps
    passage.keepTokenless()
  }

  private func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ text: [UInt8]) -> Bool {
    text.isEmpty || UnsafeRawBufferPointer(bytes).firstRange(of: text) != nil
  }

  private func keepAbove(_ passage: inout ScoredPassage) {
    for (piece, probability) in passage.ofPieces.enumerated() where probability > threshold {
      passage.keeps[piece] = true
    }
    guard options.alwaysSelectsTitle, passage.keeps.contains(true) else { return }
    for piece in passage.passage.titlePieces { passage.keeps[piece] = true }
  }

  /// A sentence that may stay.
  private struct Candidate {
    var passage: Int
    var piece: Int
    /// Whether it stays whatever it costs.
    var mustStay: Bool
    /// Its probability in millionths: what differs less is a matter of rounding.
    var rank: Double
  }

  /// Keeps whole sentences of the passages together, as many tokens as the limit allows.
  private func fill(_ passages: inout [ScoredPassage], _ limit: TokenLimit) {
    func cost(_ number: Int, _ piece: Int) -> Int {
      let passage = passages[number].passage
      return piece < passage.titleCount ? 0 : passage.counts[piece]
    }
    let counts = passages.map { $0.passage.counts[$0.passage.titleCount...].reduce(0, +) }
    var rest = limit.tokens(of: counts.reduce(0, +))
    var titles = passages.map { options.alwaysSelectsTitle ? $0.passage.titlePieces : [] }
    for candidate in candidates(passages)
    where candidate.mustStay || !passages[candidate.passage].keeps[candidate.piece] {
      let (number, piece) = (candidate.passage, candidate.piece)
      // The first sentence of a passage brings the title.
      let brought = titles[number].filter { $0 != piece && !passages[number].keeps[$0] }
      let tokens = brought.reduce(cost(number, piece)) { $0 + cost(number, $1) }
      guard candidate.mustStay || tokens <= rest else { continue }
      rest -= tokens
      for kept in brought + [piece] { passages[number].keeps[kept] = true }
      titles[number] = []
    }
    for number in passages.indices {
      if passages[number].keeps.contains(true) { passages[number].keepAddedTitles() }
      passages[number].keepTokenless()
    }
  }

  /// The sentences in the order in which they are tried.
  private func candidates(_ passages: [ScoredPassage]) -> [Candidate] {
    var must: [Candidate] = []
    var others: [Candidate] = []
    for (number, passage) in passages.enumerated() {
      for (piece, probability) in passage.ofPieces.enumerated() {
        let candidate = Candidate(
          passage: number, piece: piece, mustStay: passage.keeps[piece],
          rank: (probability * 1e6).rounded(.down))
        if candidate.mustStay {
          must.append(candidate)
        } else if piece >= passage.passage.titleCount, passage.passage.counts[piece] > 0, !probability.isNaN {
          others.append(candidate)
        }
      }
    }
    others.sort { ($1.rank, $0.passage, $0.piece) < ($0.rank, $1.passage, $1.piece) }
    return must + others
  }
}
