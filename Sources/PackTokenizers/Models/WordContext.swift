/// The piece of text that a model is to cut into tokens, and where its bytes come from.
struct WordContext {
  let bytes: UnsafeBufferPointer<UInt8>
  let spans: UnsafeBufferPointer<Span>?
  let start: Int
  let end: Int

  /// The piece itself.
  @inline(__always)
  var word: UnsafeBufferPointer<UInt8> { bytes.part(start, end) }

  /// Where bytes `from..<to` of the piece come from.
  @inline(__always)
  func span(_ from: Int, _ to: Int) -> Span {
    SegmentedText.span(start + from, start + to, bytes: bytes, spans: spans)
  }
}
