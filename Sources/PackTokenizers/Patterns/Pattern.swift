import PackJSON

/// What a `Replace` or a `Split` looks for: a text, or one of the regular expressions that occur.
enum Pattern: Sendable {
  case literal([UInt8])
  /// Alternatives of a regular expression: the leftmost match, and at one place the first alternative.
  case runs([ScalarRun])
  case words(WordPattern)

  /// Reads `pattern`, which is `{"String": …}` or `{"Regex": …}`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    let pattern = try reader.member("pattern")
    guard
      try pattern.reading({ () throws(JSONError) in try pattern.node.members() }).count(where: { _ in true })
        == 1
    else { throw pattern.invalid("pattern has more than one key", expected: "String or Regex") }
    if try pattern.optional("String") != nil {
      let text = try pattern.bytes("String")
      guard !text.isEmpty else { throw pattern.unsupported("an empty text matches everywhere") }
      guard text.count <= 1024 else { throw pattern.unsupported("pattern is longer than 1024 bytes") }
      self = .literal(text)
      return
    }
    let regex = try pattern.string("Regex")
    if let words = WordPattern(regex) {
      self = .words(words)
    } else if let runs = Self.runs(regex) {
      self = .runs(runs)
    } else {
      throw try pattern.member("Regex").unsupported("regular expression is not supported")
    }
  }

  /// Reads alternatives, `\s{2,}|[\n\r\t]`; nil where one is no run. A bar in a class or behind a backslash is none of a run.
  private static func runs(_ regex: String) -> [ScalarRun]? {
    var runs: [ScalarRun] = []
    for part in regex.split(separator: "|", omittingEmptySubsequences: false) {
      guard let run = ScalarRun(String(part)) else { return nil }
      runs.append(run)
    }
    return runs
  }

  /// Sets `matches` to the parts of a text, the pattern's matches being delimiters.
  func parts(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ matches: inout [Match]) {
    matches.removeAll(keepingCapacity: true)
    var done = start
    var position = start
    // The next match of each alternative, so that none is looked for twice.
    var ahead: [Range<Int>?]?
    while let match = next(text, position, end, &ahead) {
      if done < match.lowerBound {
        matches.append(Match(start: done, end: match.lowerBound, isDelimiter: false))
      }
      matches.append(Match(start: match.lowerBound, end: match.upperBound, isDelimiter: true))
      done = match.upperBound
      position = done
    }
    if done < end { matches.append(Match(start: done, end: end, isDelimiter: false)) }
  }

  /// The first match in `start..<end`; it is not empty.
  private func next(
    _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ ahead: inout [Range<Int>?]?
  ) -> Range<Int>? {
    switch self {
    case .literal(let pattern):
      var index = start
      while index + pattern.count <= end {
        if text[index] == pattern[0], pattern.indices.allSatisfy({ text[index + $0] == pattern[$0] }) {
          return index..<index + pattern.count
        }
        index += 1
      }
      return nil
    case .runs(let runs):
      if runs.count == 1 { return runs[0].next(text, start, end) }
      var matches = ahead ?? runs.map { $0.next(text, start, end) }
      for (index, match) in matches.enumerated() {
        if let match, match.lowerBound < start { matches[index] = runs[index].next(text, start, end) }
      }
      ahead = matches
      return matches.compactMap { $0 }.enumerated().min {
        ($0.element.lowerBound, $0.offset) < ($1.element.lowerBound, $1.offset)
      }?
      .element
    case .words(let words): return start < end ? start..<words.end(text, start, end) : nil
    }
  }
}
