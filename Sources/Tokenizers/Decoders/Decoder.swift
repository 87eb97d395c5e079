/// A step that turns tokens back into text.
indirect enum Decoder: Sendable {
  case wordPiece(prefix: [UInt8], cleansUp: Bool)

  /// Reads the component under `decoder`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    switch try reader.type() {
    case "WordPiece":
      self = .wordPiece(prefix: try reader.bytes("prefix"), cleansUp: try reader.bool("cleanup"))
    default: throw try reader.member("type").unsupported("decoder is not supported")
    }
  }

  /// Changes the tokens' texts one by one, or joins some.
  func apply(to tokens: inout [[UInt8]]) {
    switch self {
    case .wordPiece(let prefix, let cleansUp): joinWordPieces(&tokens, prefix: prefix, cleansUp: cleansUp)
    }
  }
}

/// Tokens that continue a word lose their prefix, others get a space.
private func joinWordPieces(_ tokens: inout [[UInt8]], prefix: [UInt8], cleansUp: Bool) {
  for index in tokens.indices {
    if index > 0 {
      if tokens[index].starts(with: prefix) {
        tokens[index].removeFirst(prefix.count)
      } else {
        tokens[index].insert(0x20, at: 0)
      }
    }
    if cleansUp { cleanUp(&tokens[index]) }
  }
}

/// Takes out the spaces that English punctuation and contractions do not have.
func cleanUp(_ text: inout [UInt8]) {
  guard text.contains(0x20) else { return }
  let rules: [(StaticString, StaticString)] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]
  for (pattern, content) in rules {
    replaceAll(
      UnsafeBufferPointer(start: pattern.utf8Start, count: pattern.utf8CodeUnitCount),
      with: UnsafeBufferPointer(start: content.utf8Start, count: content.utf8CodeUnitCount), in: &text)
  }
}

/// Replaces every occurrence of a text that is not empty, from left to right.
func replaceAll(
  _ pattern: some Collection<UInt8>, with content: some Collection<UInt8>, in text: inout [UInt8]
) {
  guard let first = pattern.first, text.contains(first) else { return }
  var result: [UInt8] = []
  var index = 0
  while index < text.count {
    if text[index] == first, text[index...].starts(with: pattern) {
      result += content
      index += pattern.count
    } else {
      result.append(text[index])
      index += 1
    }
  }
  text = result
}
