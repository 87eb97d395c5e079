/// Puts a text in the place of every match of a pattern.
struct Replacement: Sendable {
  private let pattern: Pattern
  private let content: [UInt8]

  init(_ reader: ComponentReader) throws(TokenizerError) {
    pattern = try Pattern(reader)
    content = try reader.bytes("content")
  }

  /// Rewrites a text; what is put in belongs to the last scalar that it replaces.
  func apply(to text: inout NormalizedText) {
    var matches: [Match] = []
    text.bytes.withUnsafeBufferPointer { pattern.parts($0, 0, $0.count, &matches) }
    let count = matches.count(where: \.isDelimiter)
    guard count > 0 else { return }
    guard content.count < text.limit / count else { return text.markTooLong() }
    text.materializeSpans()
    var bytes: [UInt8] = []
    var spans: [Span] = []
    bytes.reserveCapacity(text.bytes.count)
    spans.reserveCapacity(text.bytes.count)
    for match in matches {
      if match.isDelimiter {
        bytes += content
        spans += repeatElement(text.spans[match.end - 1], count: content.count)
      } else {
        bytes += text.bytes[match.start..<match.end]
        spans += text.spans[match.start..<match.end]
      }
    }
    text.replace(bytes: bytes, spans: spans)
  }

  /// Rewrites a token.
  func apply(to token: inout [UInt8]) {
    var matches: [Match] = []
    token.withUnsafeBufferPointer { pattern.parts($0, 0, $0.count, &matches) }
    guard matches.contains(where: \.isDelimiter) else { return }
    var result: [UInt8] = []
    for match in matches { result += match.isDelimiter ? content[...] : token[match.start..<match.end] }
    token = result
  }
}
