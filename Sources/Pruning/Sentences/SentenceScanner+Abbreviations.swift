/// Whose a point is: an abbreviation's, an initial's, an ordinal's, or the sentence's.
extension SentenceScanner {
  /// Whether the point belongs to the word before it and not to the sentence.
  func isAbbreviation(_ first: Int, _ point: Int, _ follower: Int) -> Bool {
    let start = wordStart(first, point)
    let written = behindApostrophe(text[start..<point])
    let word = SentenceWords.lowered(written)
    func isOne(of words: Set<[UInt32]>) -> Bool { words.contains(word) || words.contains(written) }
    let isNumber = has(follower, .digit)
    let name = Array(text[follower..<skip(.letter, from: follower, atMost: 13)])
    let begins = SentenceWords.starters.contains(name) && !(name.count == 1 && has(follower + 1, "."))
    if isOne(of: SentenceWords.never) || isNumber && isOne(of: SentenceWords.beforeNumber) { return true }
    if written.count <= 2, SentenceWords.beforeEra.contains(name) { return true }
    if text[follower...].starts(with: Self.christ) { return true }
    if point > first, has(point - 1, .pointed) { return true }
    var before = start
    while before > first, has(before - 1, .white) { before -= 1 }
    if endsDate(first, before, written, point) {
      return (point - first <= Self.dateLength || name.isEmpty) && !begins
    }
    if isOne(of: SentenceWords.maybe) || isInitials(written) { return !begins }
    if SentenceWords.afterPoint.contains(word) { return before > first && has(before - 1, ".") }
    let isDigits = (1...2).contains(written.count) && written.allSatisfy { (0x30...0x39).contains($0) }
    guard isDigits || (2...6).contains(written.count) && written.allSatisfy(Self.roman.contains) else {
      return false
    }
    if isDigits && isNumber || SentenceWords.afterOrdinal.contains(name) { return true }
    let leader = Array(text[wordStart(first, before)..<before])
    return !name.isEmpty && !begins
      && (SentenceWords.beforeOrdinal.contains(leader)
        || SentenceWords.beforeOrdinal.contains(SentenceWords.lowered(leader)))
  }

  /// J.-C, as French writes an era.
  private static let christ = "J.-C".unicodeScalars.map(\.value)
  private static let roman = "IVXL".unicodeScalars.map(\.value)
  /// What stands behind a number that a year's or a century's abbreviation may follow.
  private static let numerals = Set("0123456789IVXLC".unicodeScalars.map(\.value))
  /// Capitals that are written twice where the word is a plural.
  private static let doubled = Set("ACDEFHJLMNORSU".unicodeScalars.map(\.value))

  /// What of a word counts: behind an article's apostrophe it is a word of its own.
  private func behindApostrophe(_ word: ArraySlice<UInt32>) -> [UInt32] {
    let apostrophe = word.dropLast(2).lastIndex { $0 == 0x27 || $0 == 0x2019 }
    return Array(apostrophe.map { word[($0 + 1)...] } ?? word)
  }

  /// Where the word that ends at `end` begins.
  private func wordStart(_ first: Int, _ end: Int) -> Int {
    var start = end
    while start > first, end - start < 20, !has(start - 1, [.wordStop, .white]) { start -= 1 }
    return start
  }

  /// Whether a date ends at the point: a year behind a number, or an era.
  private func endsDate(_ first: Int, _ before: Int, _ word: [UInt32], _ point: Int) -> Bool {
    if SentenceWords.years.contains(word) {
      return before > first && Self.numerals.contains(text[before - 1])
    }
    let low = max(first, point - 12)
    return SentenceWords.eras.contains { era in
      var place = point
      for scalar in era.reversed() {
        while scalar == 0x2E, place > low, has(place - 1, .white) { place -= 1 }
        guard place > low, text[place - 1] == scalar else { return false }
        place -= 1
      }
      return place == low || !has(place - 1, .letter)
    }
  }

  /// One letter, parts of one or two letters with points between them, in Indian scripts of three, or a capital twice.
  private func isInitials(_ word: [UInt32]) -> Bool {
    func all(_ part: ArraySlice<UInt32>, _ kind: ScalarKinds) -> Bool {
      part.allSatisfy { ScalarTable.shared[$0].contains(kind) }
    }
    let parts = word.split(separator: 0x2E, omittingEmptySubsequences: false)
    if parts.count == 1 {
      return word.count == 1 && all(word[...], .letter)
        || word.count == 2 && word[0] == word[1] && Self.doubled.contains(word[0])
    }
    return parts.allSatisfy { (1...2).contains($0.count) && all($0, .letter) }
      || parts.allSatisfy { (1...3).contains($0.count) && all($0, .indic) }
  }
}
