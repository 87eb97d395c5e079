extension SentenceScanner {
  /// The place of what closes the bracket or quote at `place`, when it is near.
  func pairEnd(_ opener: Int, _ first: Int, _ start: Int) -> Int? {
    let character = text[opener]
    let isStraight = character == 0x22
    if isStraight {
      if opener > first, !has(opener - 1, [.white, .opening]) { return nil }
      if has(opener + 1, .white) { return nil }
    }
    let closers = SentenceTables.closers[character] ?? []
    let stop = min(opener + 1 + Self.pairReach, end)
    var lineStart = start
    var depth = 1
    var place = opener + 1
    while place < stop {
      let scalar = text[place]
      if closers.contains(scalar) {
        if !isStraight || !has(place + 1, [.letter, .digit]) { depth -= 1 }
        if depth == 0 { return place }
      } else if scalar == character {
        depth += 1
        if depth > Self.pairDepth { return nil }
      } else if has(place, .lineEnd) {
        if breaksLine(place, lineStart) { return nil }
        place = skip(.white, from: place)
        lineStart = place
        continue
      }
      place += 1
    }
    return nil
  }

  /// Whether the line's end at `place` ends a sentence, or the text only goes on in the next line.
  func breaksLine(_ place: Int, _ lineStart: Int) -> Bool {
    let after = skip(.white, from: place)
    guard after < end else { return false }
    if isBlankLine(after: place) || isStructure(after) || isRow(after) { return true }
    var last = place - 1
    while last >= lineStart, has(last, .space) { last -= 1 }
    if last < lineStart || has(after, [.lower, .continuing]) || has(last, .unfinished) { return false }
    if has(last, "."), isAbbreviation(lineStart, last, after) { return false }
    return has(last, ":") || last + 1 - lineStart < Self.wrappedLength
  }

  /// Whether the marks from `start` to `end` end a sentence; `after` is behind what closes with them.
  func endsSentence(_ first: Int, _ start: Int, _ end: Int, _ after: Int) -> Bool {
    guard after < self.end else { return true }
    let marks = start..<end
    if marks.contains(where: { has($0, .hardMark) }) {
      if after > end && has(after, .particle) || has(after, "\u{3001}") || has(after, "\u{FF0C}") {
        return false
      }
      return !(has(after, "\u{3068}") && (after + 1 >= self.end || has(after + 1, .saying)))
    }
    if !has(after, .white) {
      guard start > first, has(start - 1, .cjk), !marks.allSatisfy({ has($0, "\u{2026}") }) else {
        return false
      }
      return has(after, [.cjk, .pairOpener]) || marks.contains { has($0, "\u{FF0E}") }
    }
    let opened = skip(.white, from: after)
    if isItem(opened) { return true }
    let word = leadEnd(opened)
    if word >= self.end || has(word, .lower) || word == opened && has(word, .continuing) { return false }
    guard marks.count == 1, has(start, ".") || has(start, "\u{FF0E}") else { return true }
    return !isAbbreviation(first, start, word)
  }

  /// Whether the point belongs to the word before it and not to the sentence.
  func isAbbreviation(_ first: Int, _ point: Int, _ follower: Int) -> Bool {
    var start = point
    while start > first, point - start < 20, !has(start - 1, [.wordStop, .white]) { start -= 1 }
    let word = text[start..<point].map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let isNumber = has(follower, .digit)
    let name = Array(text[follower..<skip(.letter, from: follower, atMost: 13)])
    if SentenceWords.never.contains(word) || SentenceWords.beforeNumber.contains(word) && isNumber {
      return true
    }
    if SentenceWords.maybe.contains(word) || isInitial(word) { return !SentenceWords.starters.contains(name) }
    return (1...2).contains(word.count) && word.allSatisfy { (0x30...0x39).contains($0) }
      && (isNumber || SentenceWords.afterOrdinal.contains(name))
  }

  /// One letter, or parts of one or two letters with points between them.
  private func isInitial(_ word: [UInt32]) -> Bool {
    let parts = word.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard word.count == 1 || parts.count > 1 else { return false }
    return parts.allSatisfy { part in
      (1...2).contains(part.count) && part.allSatisfy { ScalarTable.shared[$0].contains(.letter) }
    }
  }
}
