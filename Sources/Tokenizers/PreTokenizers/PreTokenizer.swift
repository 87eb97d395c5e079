/// A step that cuts the normalized text into the pieces that the model sees.
indirect enum PreTokenizer: Sendable {
  case bert
  case whitespaceSplit
  case sequence([PreTokenizer])

  /// Reads a component under `pre_tokenizer`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    switch try reader.type() {
    case "BertPreTokenizer": self = .bert
    case "WhitespaceSplit": self = .whitespaceSplit
    case "Sequence":
      var steps: [PreTokenizer] = []
      for element in try reader.elements("pretokenizers") { steps.append(try PreTokenizer(element)) }
      self = .sequence(steps)
    default: throw try reader.member("type").unsupported("pre-tokenizer is not supported")
    }
  }

  /// Cuts, and for some steps rewrites, the pieces of text.
  func apply(to text: inout SegmentedText) {
    switch self {
    case .bert: splitBert(&text)
    case .whitespaceSplit: splitWhitespace(&text)
    case .sequence(let steps):
      for step in steps { step.apply(to: &text) }
    }
  }
}

/// Cuts at white space, which goes, and isolates each punctuation character.
private func splitBert(_ text: inout SegmentedText) {
  let properties = UnicodeData.properties
  text.resegment { buffer, start, end, segments in
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

/// Cuts at white space, which goes.
private func splitWhitespace(_ text: inout SegmentedText) {
  let properties = UnicodeData.properties
  text.resegment { buffer, start, end, segments in
    var wordStart = start
    var index = start
    while index < end {
      let (scalar, length) = buffer.scalar(at: index)
      if properties.has(scalar, .whiteSpace) {
        if wordStart < index { segments.append(.init(wordStart, index)) }
        wordStart = index + length
      }
      index += length
    }
    if wordStart < end { segments.append(.init(wordStart, end)) }
  }
}
