/// What a `Replace` or a `Split` looks for: a text, or one of the regular expressions that occur.
enum Pattern: Sendable {
  case literal([UInt8])
  case run(ScalarRun)
  case words(WordPattern)

  /// Reads `pattern`, which is `{"String": …}` or `{"Regex": …}`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    let pattern = try reader.member("pattern")
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
    } else if let run = ScalarRun(regex) {
      self = .run(run)
    } else {
      throw try pattern.member("Regex").unsupported("regular expression is not supported")
    }
  }

  /// Sets `matches` to the parts of a text, the pattern's matches being delimiters.
  func parts(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ matches: inout [Match]) {
    matches.removeAll(keepingCapacity: true)
    var done = start
    var position = start
    while let match = next(text, position, end) {
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
  private func next(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Range<Int>? {
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
    case .run(let run): return run.next(text, start, end)
    case .words(let words): return start < end ? start..<words.end(text, start, end) : nil
    }
  }
}
