/// What a line or an item begins with.
extension SentenceScanner {
  /// Behind up to two markers of a list and the spaces after them; `first` where there is none.
  func markersEnd(_ first: Int) -> Int {
    var place = first
    for _ in 0..<2 {
      guard let end = markerEnd(place) else { break }
      place = skip(.space, from: end)
    }
    return place
  }

  /// Behind a bullet, or behind a number or a letter and its space.
  private func markerEnd(_ first: Int) -> Int? {
    if has(first, .bullet) { return first + 1 }
    if "-*+\u{2013}\u{2014}".unicodeScalars.contains(where: { has(first, $0) }) {
      return afterSpace(first + 1)
    }
    let start = has(first, "(") ? first + 1 : first
    return numberEnd(start) ?? letterEnd(start) ?? romanEnd(start)
  }

  private func afterSpace(_ place: Int) -> Int? { has(place, .space) ? place + 1 : nil }

  private func isLetter(_ place: Int) -> Bool { has(place, .letter) && text[place] < 0x80 }

  /// `1.`, `1.2)`, `1.)`
  private func numberEnd(_ start: Int) -> Int? {
    var place = skip(.digit, from: start, atMost: 3)
    guard place > start else { return nil }
    for _ in 0..<3 where has(place, ".") && has(place + 1, .digit) {
      place = skip(.digit, from: place + 1, atMost: 3)
    }
    var marks = 0
    while marks < 2, has(place, ".") || has(place, ")") {
      place += 1
      marks += 1
    }
    return marks > 0 ? afterSpace(place) : nil
  }

  /// `a)`, `A.)`, `a.`
  private func letterEnd(_ start: Int) -> Int? {
    guard isLetter(start) else { return nil }
    let place = has(start + 1, ".") ? start + 2 : start + 1
    if has(place, ")") { return afterSpace(place + 1) }
    return place == start + 2 && has(start, .lower) ? afterSpace(place) : nil
  }

  /// `ii.`, `IV)`
  private func romanEnd(_ start: Int) -> Int? {
    var place = start
    while place - start < 4, "ivxIVX".unicodeScalars.contains(where: { has(place, $0) }) { place += 1 }
    guard place - start >= 2, has(place, ".") || has(place, ")") else { return nil }
    return afterSpace(place + 1)
  }

  /// A number or a letter in round brackets, or before a closing one, and a space.
  func isItem(_ first: Int) -> Bool {
    let start = has(first, "(") ? first + 1 : first
    var place = skip(.digit, from: start, atMost: 2)
    if place == start {
      guard isLetter(start) else { return false }
      place = has(start + 1, ".") ? start + 2 : start + 1
    }
    return has(place, ")") && has(place + 1, .space)
  }

  /// Behind opening quotes and brackets, and a dash, with which a sentence may begin.
  func leadEnd(_ first: Int) -> Int {
    let opened = skip(.opening, from: first, atMost: 8)
    var place = opened
    while place - opened < 3, has(place, "-") || has(place, "\u{2013}") || has(place, "\u{2014}") {
      place += 1
    }
    return place > opened ? skip(.space, from: place) : opened
  }

  /// Behind a footnote's mark in brackets, `[12]`, and the page that may follow it, `:4–5`.
  func noteEnd(_ first: Int) -> Int? {
    guard has(first, "[") else { return nil }
    var place = first + 1
    while place - first <= 30, place < text.count, !has(place, "["), !has(place, "]"), !has(place, .lineEnd) {
      place += 1
    }
    guard place > first + 1, has(place, "]") else { return nil }
    guard has(place + 1, ":") else { return place + 1 }
    let number = has(place + 2, .space) ? place + 3 : place + 2
    let last = skip(.digit, from: number, atMost: 4)
    guard last > number else { return place + 1 }
    guard has(last, "-") || has(last, "\u{2013}") else { return last }
    let behind = skip(.digit, from: last + 1, atMost: 4)
    return behind > last + 1 ? behind : last
  }

  /// Behind emoji that have white space on both sides.
  func emojiEnd(_ first: Int) -> Int? {
    let start = skip(.space, from: first)
    let place = skip(.emoji, from: start, atMost: 20)
    return start > first && place > start && (place == text.count || has(place, .white)) ? place : nil
  }

  /// `## `
  func isHeading(_ first: Int) -> Bool {
    let place = run(of: 0x23, from: first, atMost: 7)
    return (1...6).contains(place - first) && has(place, .space)
  }

  /// Whether what begins here stands on a line of its own: an item, a heading, a fence, a row, a quotation.
  func isStructure(_ first: Int) -> Bool {
    if markerEnd(first) != nil || isHeading(first) || has(first, "|") || has(first, ">") { return true }
    return run(of: 0x60, from: first, atMost: 3) - first >= 3
      || run(of: 0x7E, from: first, atMost: 3) - first >= 3
  }

  /// A row of a table: it begins with `|`, or has two of them, each within 200 scalars.
  func isRow(_ first: Int) -> Bool {
    if has(first, "|") { return true }
    var start = first
    for _ in 0..<2 {
      var place = start
      while place < text.count, place - start < 200, text[place] != 0x7C, !has(place, .lineEnd) { place += 1 }
      guard has(place, "|") else { return false }
      start = place + 1
    }
    return true
  }

  /// Whether the line after the one that ends at `place` is empty.
  func isBlankLine(after place: Int) -> Bool {
    let isPair = has(place, "\r") && has(place + 1, "\n")
    return has(skip(.space, from: place + (isPair ? 2 : 1)), .lineEnd)
  }

  /// The end of the line that closes a fenced block.
  func closingFence(_ character: UInt32, _ count: Int, from start: Int) -> Int? {
    var place = start
    while place < text.count {
      guard has(place, .lineEnd) else {
        place += 1
        continue
      }
      let line = skip(.space, from: place + 1)
      let end = run(of: character, from: line)
      if end - line >= count {
        let rest = skip(.space, from: end)
        if rest == text.count || has(rest, .lineEnd) { return rest }
      }
      place = max(end, place + 1)
    }
    return nil
  }

  /// Behind the run of a character.
  func run(of character: UInt32, from start: Int, atMost limit: Int = .max) -> Int {
    var place = start
    while place < text.count, place - start < limit, text[place] == character { place += 1 }
    return place
  }
}
