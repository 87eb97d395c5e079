/// Goes through a text from sentence to sentence.
struct SentenceScanner {
  /// Scalars in which a bracket or quote has to be closed.
  static let pairReach = 120
  /// How deep the same brackets may be nested.
  static let pairDepth = 4
  /// Sentence marks that count as one, and scalars that close with them. Without a bound the rest of a longer run would be
  /// looked at again for each piece of it.
  static let runLimit = 100
  /// Scalars after which text without a sentence's end is cut.
  static let pieceLimit = 500
  /// A line as long as this may have been wrapped; a shorter one is a title or an item.
  static let wrappedLength = 50
  /// Scalars after which space ends a sentence in a script without marks for it.
  static let spacelessLength = 60
  /// The same in Thai, where words say that a sentence ends, where they say nothing, and where they say that it goes on.
  static let thaiLengths = (short: 20, plain: 40, long: 160)
  /// A date that ends within so many scalars is how its sentence begins.
  static let dateLength = 30

  let text: [UInt32]
  /// Where the text ends, without white space at its end.
  let end: Int

  private let table = ScalarTable.shared
  /// The line end that was looked up last.
  private var lineEnd = -1
  /// For each fence character the shortest fence that nothing closes any more.
  private var unclosed: [UInt32: Int] = [:]
  /// The run of backticks or tildes that was looked at last, and whether it may open a block: a long one is cut into pieces,
  /// each of which begins in it.
  private var fenceRun = (range: 0..<0, mayOpen: false)

  init(_ text: [UInt32]) {
    self.text = text
    var end = text.count
    while end > 0, !ScalarTable.shared[text[end - 1]].isDisjoint(with: .white) { end -= 1 }
    self.end = end
  }

  /// What the scalar at a place is; nothing beyond the text.
  func kinds(_ place: Int) -> ScalarKinds { place < text.count ? table[text[place]] : [] }

  /// Whether the scalar at a place is of one of these kinds.
  func has(_ place: Int, _ kinds: ScalarKinds) -> Bool { !self.kinds(place).isDisjoint(with: kinds) }

  /// Whether a certain scalar stands at a place.
  func has(_ place: Int, _ scalar: Unicode.Scalar) -> Bool {
    place < text.count && text[place] == scalar.value
  }

  /// The first place from `start` on that is not of these kinds.
  func skip(_ kinds: ScalarKinds, from start: Int, atMost limit: Int = .max) -> Int {
    var place = start
    while place < text.count, place - start < limit, has(place, kinds) { place += 1 }
    return place
  }

  /// Where the sentence that begins at `start` ends, the white space after it included.
  mutating func sentenceEnd(from start: Int) -> Int {
    let first = skip(.white, from: start)
    guard first < end else { return text.count }
    if let unit = unitEnd(first) { return resume(unit) }
    let limit = first + Self.pieceLimit
    var place = markersEnd(first)
    var lineStart = first
    var spans: [ClosedRange<Int>] = []
    while true {
      guard let point = nextPoint(from: place, before: min(end, limit), first) else {
        return end <= max(place, limit) ? text.count : resume(cut(first, limit, spans))
      }
      place = point
      let kinds = kinds(point)
      if kinds.contains(.pairOpener) {
        guard let closer = pairEnd(point, first, lineStart) else {
          place += 1
          continue
        }
        spans.append(point...closer)
        var marks = closer
        while has(marks - 1, .space) { marks -= 1 }
        var run = marks
        if !kinds.contains(.bracket) || point == first {
          while has(run - 1, .mark) || isBorrowed(run - 1, from: point + 1) { run -= 1 }
        }
        place = afterClosing(first, closer + 1)
        if run < marks, endsSentence(first, run, marks, place) { return resume(place) }
      } else if kinds.contains(.lineEnd) {
        if breaksLine(point, lineStart) { return resume(point) }
        place = skip(.white, from: point)
        lineStart = place
      } else if kinds.contains(.space) {
        let after = skip(.space, from: point)
        if has(after, .spaceless), point - first >= spacelessLength(first, point, after) {
          return resume(point)
        }
        place += 1
      } else {
        let marks = kinds.contains(.borrowed) ? point + 1 : skip(.mark, from: point, atMost: Self.runLimit)
        let after = afterClosing(first, marks)
        spans.append(point...(after - 1))
        if endsSentence(first, point, marks, after) { return resume(after) }
        place = after
      }
    }
  }

  /// The next place where a sentence might end: a mark, an opening bracket or quote, a line's end, or a space after a
  /// letter of a script without marks.
  private func nextPoint(from start: Int, before stop: Int, _ first: Int) -> Int? {
    var place = start
    while place < stop {
      let kinds = table[text[place]]
      if !kinds.isDisjoint(with: [.lineEnd, .pairOpener, .hardMark, .softMark]) { return place }
      if kinds.contains(.space), place > 0, has(place - 1, .spaceless) { return place }
      if kinds.contains(.borrowed), isBorrowed(place, from: first) { return place }
      place += 1
    }
    return nil
  }

  /// Behind the run of backticks or tildes that opens a fenced block here.
  private mutating func fence(_ first: Int) -> Int? {
    let character = text[first]
    guard character == 0x60 || character == 0x7E else { return nil }
    if !fenceRun.range.contains(first) {
      let end = run(of: character, from: first)
      fenceRun = (first..<end, character == 0x7E || !hasBacktick(onLineFrom: end))
    }
    let end = fenceRun.range.upperBound
    return end - first >= 3 && fenceRun.mayOpen ? end : nil
  }

  private func hasBacktick(onLineFrom start: Int) -> Bool {
    var place = start
    while place < text.count, !has(place, .lineEnd) {
      if text[place] == 0x60 { return true }
      place += 1
    }
    return false
  }

  /// The end of the fenced block, the heading or the table's row that begins here.
  private mutating func unitEnd(_ first: Int) -> Int? {
    if let fence = fence(first) {
      let character = text[first]
      let count = min(fence - first, 8)
      if count < unclosed[character] ?? 9 {
        if let closing = closingFence(character, count, from: fence) { return closing }
        unclosed[character] = count
      }
    }
    if lineEnd < first {
      lineEnd = first
      while lineEnd < text.count, !has(lineEnd, .lineEnd) { lineEnd += 1 }
    }
    let length = lineEnd - first
    return isHeading(first) && length <= 200 || isRow(first) && length <= 1000 ? lineEnd : nil
  }

  /// Where the next sentence begins: after the white space, but with its line's indentation.
  private func resume(_ place: Int) -> Int {
    let after = skip(.white, from: place)
    guard after < end else { return text.count }
    var begin = after
    while begin > place, has(begin - 1, .space) { begin -= 1 }
    return begin > place ? begin : after
  }

  /// Where a text without a sentence's end is cut: after a comma or the like, else at white space, else anywhere; but not
  /// inside brackets, quotes or marks.
  private func cut(_ first: Int, _ limit: Int, _ spans: [ClosedRange<Int>]) -> Int {
    func isOutside(_ cut: Int) -> Bool { !spans.contains { $0.lowerBound < cut && cut <= $0.upperBound } }
    let half = first + Self.pieceLimit / 2
    var afterComma: Int?
    var afterWhite: Int?
    for place in half..<limit {
      if has(place, .comma), place + 1 < limit, !has(place + 1, .white), isOutside(place + 1) {
        afterComma = place + 1
      }
      guard has(place, .white), place + 1 < limit, !has(place + 1, .white), isOutside(place + 1) else {
        continue
      }
      afterWhite = place + 1
      var word = place
      while word > half, has(word, .white) { word -= 1 }
      if text[word] == 0x2C || text[word] == 0x3A || text[word] == 0x3B { afterComma = place + 1 }
    }
    if let cut = afterComma ?? afterWhite { return cut }
    var cut = limit
    while cut > half, has(cut, .combining) { cut -= 1 }
    return spans.first { first < $0.lowerBound && $0.lowerBound < cut && cut <= $0.upperBound }?.lowerBound
      ?? cut
  }
}
