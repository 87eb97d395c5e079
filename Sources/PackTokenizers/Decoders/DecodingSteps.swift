// What the decoders do to the texts of tokens.

/// Tokens that continue a word lose their prefix, others get a space.
func joinWordPieces(_ tokens: inout [[UInt8]], prefix: [UInt8], cleansUp: Bool) {
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

/// Repeated tokens count once, the padding goes, the delimiter is a space.
func joinConnectionist(_ tokens: inout [[UInt8]], pad: [UInt8], delimiter: [UInt8], cleansUp: Bool) {
  var result: [[UInt8]] = []
  for (index, token) in tokens.enumerated() where index == 0 || token != tokens[index - 1] {
    var text = token
    replaceAll(pad, with: [], in: &text)
    if cleansUp {
      cleanUp(&text)
      replaceAll(delimiter, with: [0x20], in: &text)
    }
    if !text.isEmpty { result.append(text) }
  }
  tokens = result
}

/// The bytes that a byte-level token stands for; a token with any other character stands for itself.
func bytesOfByteLevel(_ token: [UInt8]) -> [UInt8] {
  var bytes: [UInt8] = []
  for scalar in scalars(of: token) {
    guard let byte = ByteLevelAlphabet.byte(for: scalar) else { return token }
    bytes.append(byte)
  }
  return bytes
}

/// Runs of tokens such as `<0xE3>` become the text that their bytes are, or as many U+FFFD.
func joinByteTokens(_ tokens: inout [[UInt8]]) {
  var result: [[UInt8]] = []
  var bytes: [UInt8] = []
  func flush() {
    if String(validating: bytes, as: UTF8.self) != nil {
      if !bytes.isEmpty { result.append(bytes) }
    } else {
      result += repeatElement(Array("\u{FFFD}".utf8), count: bytes.count)
    }
    bytes = []
  }
  for token in tokens {
    if let byte = byteOfToken(token) {
      bytes.append(byte)
    } else {
      flush()
      result.append(token)
    }
  }
  flush()
  tokens = result
}

private func byteOfToken(_ token: [UInt8]) -> UInt8? {
  guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
  // The reference reads "+7" as a number, too.
  return UInt8(String(decoding: token[3...4], as: UTF8.self), radix: 16)
}

/// Takes a scalar off the ends, at most `start` and `stop` times.
func stripped(_ token: [UInt8], of content: UInt32, start: Int, stop: Int) -> [UInt8] {
  let found = scalars(of: token)
  var (low, high) = (0, found.count)
  while low < min(start, found.count) && found[low] == content { low += 1 }
  while found.count - high < stop && high > 0 && found[high - 1] == content { high -= 1 }
  var result: [UInt8] = []
  if low < high {
    for scalar in found[low..<high] { appendScalar(scalar, to: &result) }
  }
  return result
}

/// Replaces every occurrence of a scalar.
func replacing(_ scalar: UInt32, in token: [UInt8], with content: [UInt8]) -> [UInt8] {
  var result: [UInt8] = []
  for other in scalars(of: token) {
    if other == scalar { result += content } else { appendScalar(other, to: &result) }
  }
  return result
}

/// Valid UTF-8: other bytes become U+FFFD.
func repaired(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }

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

/// Replaces every occurrence of a text, from left to right; an empty text is not looked for.
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
