/// A piece of the text on its way through the normalizers, with the place that each of its bytes comes from.
///
/// Where a byte comes from is kept byte by byte, as the reference does it: the bytes of a scalar share the span of
/// the scalar they replaced, a scalar that was put in shares the span of the one before it, and what was deleted
/// is covered by nobody. While nothing has moved, no spans are kept.
struct NormalizedText {
  /// UTF-8.
  private(set) var bytes: [UInt8]
  /// One for each byte, unless ``isIdentity``.
  private(set) var spans: [Span]
  /// Whether byte `i` still comes from the scalar at `origin + i`.
  private(set) var isIdentity: Bool
  /// Where the piece starts in the text.
  let origin: Int
  /// The most bytes that normalizing may give: more than any real rule does, and less than rules that multiply can.
  let limit: Int
  /// Whether a step would have gone beyond ``limit``; it was not taken, and the text is of no use.
  private(set) var isTooLong = false

  /// A piece of a text, as it is.
  init(_ bytes: [UInt8], origin: Int) {
    self.bytes = bytes
    self.origin = origin
    limit = (1 << 20) + 64 * bytes.count
    spans = []
    isIdentity = true
  }

  /// Rewrites the text scalar by scalar.
  mutating func transform(_ body: (inout TextTransformer) -> Void) {
    // The arrays are moved out and in, not copied.
    let old = bytes
    let oldSpans = spans
    bytes = []
    spans = []
    old.withUnsafeBufferPointer { bytePointer in
      oldSpans.withUnsafeBufferPointer { spanPointer in
        var transformer = TextTransformer(
          old: bytePointer, spans: isIdentity ? nil : spanPointer, origin: origin)
        body(&transformer)
        bytes = transformer.bytes
        spans = transformer.newSpans
        isIdentity = false
      }
    }
  }

  /// Replaces the bytes where each scalar keeps its length and its place.
  mutating func updateBytesInPlace(_ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeMutableBufferPointer { body($0) }
  }

  /// Gives up: the next step would go beyond ``limit``.
  mutating func markTooLong() { isTooLong = true }

  /// Sets what a normalizer computed on its own.
  mutating func replace(bytes: [UInt8], spans: [Span]) {
    self.bytes = bytes
    self.spans = spans
    isIdentity = false
  }

  /// Keeps a range of the bytes alone.
  mutating func keep(_ start: Int, _ end: Int) {
    guard start > 0 || end < bytes.count else { return }
    materializeSpans()
    bytes = Array(bytes[start..<end])
    spans = Array(spans[start..<end])
  }

  /// Writes the spans out, if they were implied so far.
  mutating func materializeSpans() {
    guard isIdentity else { return }
    spans = identitySpans(bytes, origin: origin)
    isIdentity = false
  }
}

/// The spans of bytes that nothing has moved yet.
func identitySpans(_ bytes: [UInt8], origin: Int) -> [Span] {
  bytes.withUnsafeBufferPointer { buffer in
    [Span](unsafeUninitializedCapacity: buffer.count) { spans, initialized in
      var index = 0
      while index < buffer.count {
        let end = min(buffer.count, index + scalarLength(lead: buffer[index]))
        let span = Span(origin + index, origin + end)
        while index < end {
          spans.initializeElement(at: index, to: span)
          index += 1
        }
      }
      initialized = buffer.count
    }
  }
}
