/// The normalized text, cut into the pieces that the model sees one by one.
struct SegmentedText {
  /// A piece of ``SegmentedText/bytes``.
  struct Segment: BitwiseCopyable {
    var start: Int32
    var end: Int32
    /// Id of the added token that the piece is, or -1 where it is text.
    var token: Int32

    @inline(__always)
    init(_ start: Int, _ end: Int, token: Int32 = -1) {
      self.start = Int32(truncatingIfNeeded: start)
      self.end = Int32(truncatingIfNeeded: end)
      self.token = token
    }
  }

  /// UTF-8 of all pieces.
  var bytes: [UInt8]
  /// One for each byte, unless ``isIdentity``.
  var spans: [Span]
  /// Whether byte `i` comes from the scalar at `i` of the text itself.
  var isIdentity: Bool
  /// The pieces; none is empty.
  var segments: [Segment]

  init() {
    bytes = []
    spans = []
    isIdentity = true
    segments = []
  }

  /// Adds a piece that the normalizers are done with; returns where it starts.
  mutating func append(_ text: NormalizedText) -> Int {
    let start = bytes.count
    if start == 0 {
      isIdentity = text.isIdentity && text.origin == 0
      bytes = text.bytes
      if !isIdentity { spans = text.isIdentity ? identitySpans(text.bytes, origin: text.origin) : text.spans }
      return 0
    }
    if isIdentity && !(text.isIdentity && text.origin == start) {
      spans = identitySpans(bytes, origin: 0)
      isIdentity = false
    }
    if !isIdentity { spans += text.isIdentity ? identitySpans(text.bytes, origin: text.origin) : text.spans }
    bytes += text.bytes
    return start
  }

  /// Cuts every piece of text again; `body` adds the new pieces of one old piece to its last argument.
  mutating func resegment(
    _ body: (UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, inout [Segment]) -> Void
  ) {
    let old = segments
    var new: [Segment] = []
    new.reserveCapacity(old.count + bytes.count / 4)
    bytes.withUnsafeBufferPointer { buffer in
      for segment in old {
        if segment.token >= 0 {
          new.append(segment)
        } else {
          body(buffer, Int(segment.start), Int(segment.end), &new)
        }
      }
    }
    segments = new
  }

  /// Rewrites every piece of text; added tokens stay as they are.
  mutating func rewrite(_ body: (inout TextTransformer) -> Void) {
    if isIdentity {
      spans = identitySpans(bytes, origin: 0)
      isIdentity = false
    }
    let (old, oldSpans) = (bytes, spans)
    old.withUnsafeBufferPointer { buffer in
      oldSpans.withUnsafeBufferPointer { spanBuffer in
        var transformer = TextTransformer(old: buffer, spans: spanBuffer, origin: 0)
        for index in segments.indices {
          let segment = segments[index]
          let range = Int(segment.start)..<Int(segment.end)
          let start = transformer.bytes.count
          transformer.begin(
            old: UnsafeBufferPointer(rebasing: buffer[range]),
            spans: UnsafeBufferPointer(rebasing: spanBuffer[range]))
          if segment.token >= 0 { transformer.keepRest() } else { body(&transformer) }
          segments[index] = Segment(start, transformer.bytes.count, token: segment.token)
        }
        bytes = transformer.bytes
        spans = transformer.newSpans
      }
    }
  }

  /// The part of the text that bytes `start..<end` of a piece come from.
  @inline(__always)
  static func span(
    _ start: Int, _ end: Int, bytes: UnsafeBufferPointer<UInt8>, spans: UnsafeBufferPointer<Span>?
  ) -> Span {
    if let spans {
      var span = spans[start]
      span.end = spans[end - 1].end
      return span
    }
    // A token may begin or end inside a scalar; it covers the whole of it.
    var (first, last) = (start, end)
    while first > 0 && bytes[first] & 0xC0 == 0x80 { first -= 1 }
    while last < bytes.count && bytes[last] & 0xC0 == 0x80 { last += 1 }
    return Span(first, last)
  }
}
