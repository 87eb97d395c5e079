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
      return has(after, [.cjk, .pairOpener]) || marks.contains { has($0, .fullStop) && text[$0] > 0x7F }
    }
    let opened = skip(.white, from: after)
    if isItem(opened) { return true }
    let word = leadEnd(opened)
    if word >= self.end || has(word, .lower) || word == opened && has(word, .continuing) { return false }
    guard marks.count == 1, has(start, .fullStop) else { return true }
    return !isAbbreviation(first, start, word)
  }

  /// Whether what stands here is a mark, as a semicolon behind Greek and a colon behind Armenian words are.
  func isBorrowed(_ place: Int, from first: Int) -> Bool {
    guard has(place, .borrowed) else { return false }
    let letters: ScalarKinds = has(place, ";") ? .greek : .armenian
    var before = place
    while before > first, place - before < 5, has(before - 1, .mark) { before -= 1 }
    if before > first, has(before - 1, .closing) { before -= 1 }
    return before - 2 >= first && has(before - 1, letters) && has(before - 2, letters)
  }

  /// The shortest sentence that the space from `place` to `after` ends, in a script without sentence marks.
  func spacelessLength(_ first: Int, _ place: Int, _ after: Int) -> Int {
    guard has(place - 1, .thai), has(after, .thai) else { return Self.spacelessLength }
    let before = text[first..<place]
    let behind = text[after...]
    func ends(_ parts: [[UInt32]]) -> Bool { parts.contains { before.suffix($0.count).elementsEqual($0) } }
    func begins(_ parts: [[UInt32]]) -> Bool { parts.contains { behind.starts(with: $0) } }
    if ends(SentenceWords.thaiOpen) || begins(SentenceWords.thaiOn) { return Self.thaiLengths.long }
    if ends(SentenceWords.thaiLast) || begins(SentenceWords.thaiFirst) { return Self.thaiLengths.short }
    return Self.thaiLengths.plain
  }

  /// Behind closing brackets and quotes, the marks of footnotes, and emoji, where the sentence has none in front.
  func afterClosing(_ first: Int, _ start: Int) -> Int {
    let stop = min(start + Self.runLimit, end)
    let isPlain = !has(first, .emoji)
    var place = start
    while place < stop {
      if has(place, [.closing, .superscript, .emoji]) {
        place += 1
      } else if let behind = noteEnd(place) ?? (isPlain ? emojiEnd(place) : nil) {
        place = behind
      } else {
        break
      }
    }
    return place
  }
}
