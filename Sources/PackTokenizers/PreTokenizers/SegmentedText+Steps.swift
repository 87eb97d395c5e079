// The simple ways to cut a text.

extension SegmentedText {
  /// Cuts at single scalars.
  mutating func cut(_ behavior: SplitBehavior, at isDelimiter: (UInt32) -> Bool) {
    var matches: [Match] = []
    resegment { buffer, start, end, segments in
      scalarMatches(buffer, start, end, &matches, isDelimiter: isDelimiter)
      behavior.cut(matches, into: &segments)
    }
  }

  /// Cuts at the matches of a pattern, or at what is between them.
  mutating func cut(_ pattern: Pattern, _ behavior: SplitBehavior, isInverted: Bool) {
    var matches: [Match] = []
    resegment { buffer, start, end, segments in
      pattern.parts(buffer, start, end, &matches)
      if isInverted {
        for index in matches.indices { matches[index].isDelimiter.toggle() }
      }
      behavior.cut(matches, into: &segments)
    }
  }

  /// Cuts at white space, which goes, and isolates each punctuation character.
  mutating func splitBert() {
    let properties = UnicodeData.properties
    resegment { buffer, start, end, segments in
      var wordStart = start
      var index = start
      while index < end {
        let (scalar, length) = buffer.scalar(at: index)
        let bits = ScalarProperties(rawValue: properties[scalar])
        if !bits.isDisjoint(with: [.whiteSpace, .punctuation]) {
          if wordStart < index { segments.append(.init(wordStart, index)) }
          if bits.contains(.punctuation) { segments.append(.init(index, index + length)) }
          wordStart = index + length
        }
        index += length
      }
      if wordStart < end { segments.append(.init(wordStart, end)) }
    }
  }

  /// Keeps runs of word characters and runs of what is neither that nor white space.
  mutating func splitWordsFromSymbols() {
    let properties = UnicodeData.properties
    resegment { buffer, start, end, segments in
      var pieceStart = start
      var kind: ScalarProperties = .wordSpace
      var index = start
      while index < end {
        let (scalar, length) = buffer.scalar(at: index)
        let current = ScalarProperties(rawValue: properties[scalar]).intersection([.word, .wordSpace])
        if current != kind || index == start {
          if kind != .wordSpace && pieceStart < index { segments.append(.init(pieceStart, index)) }
          pieceStart = index
          kind = current
        }
        index += length
      }
      if kind != .wordSpace && pieceStart < end { segments.append(.init(pieceStart, end)) }
    }
  }

  /// Cuts where the script changes. Scalars of no script join their neighbours, but those before the first script
  /// are lost, as in the reference.
  mutating func splitScripts() {
    let scripts = UnicodeData.scripts
    resegment { buffer, start, end, segments in
      var pieceStart: Int?
      var last: UInt8 = 0
      var index = start
      while index < end {
        let (scalar, length) = buffer.scalar(at: index)
        let script = scripts[scalar]
        if script != 0 && script != last {
          if let pieceStart { segments.append(.init(pieceStart, index)) }
          pieceStart = index
          last = script
        }
        index += length
      }
      if let pieceStart { segments.append(.init(pieceStart, end)) }
    }
  }

  /// Cuts into pieces of so many scalars.
  mutating func splitEvenly(_ count: Int) {
    resegment { buffer, start, end, segments in
      var pieceStart = start
      var scalars = 0
      var index = start
      while index < end {
        index += scalarLength(lead: buffer[index])
        scalars += 1
        if scalars == count || index == end {
          segments.append(.init(pieceStart, index))
          pieceStart = index
          scalars = 0
        }
      }
    }
  }
}
