/// Writes a new text while it walks over an old one, and carries the spans along.
///
/// It takes the steps that the reference's `transform` takes: a scalar either replaces the next old one, with or
/// without more old ones that are dropped, or is put in beside the last.
struct TextTransformer {
  private var old: UnsafeBufferPointer<UInt8>
  private var spans: UnsafeBufferPointer<Span>?
  private var origin: Int
  private var position = 0
  private var last: Span
  private(set) var bytes: [UInt8] = []
  private(set) var newSpans: [Span] = []

  init(old: UnsafeBufferPointer<UInt8>, spans: UnsafeBufferPointer<Span>?, origin: Int) {
    self.old = old
    self.spans = spans
    self.origin = origin
    last = Span(origin, origin)
    bytes.reserveCapacity(old.count + old.count / 8)
    newSpans.reserveCapacity(old.count + old.count / 8)
  }

  /// Goes on with another old text; what was written so far stays before it.
  mutating func begin(old: UnsafeBufferPointer<UInt8>, spans: UnsafeBufferPointer<Span>) {
    self.old = old
    self.spans = spans
    origin = spans.first.map { Int($0.start) } ?? origin
    position = 0
    last = Span(origin, origin)
  }

  /// Whether the old text is the beginning of the text that was given to the tokenizer.
  var startsText: Bool { origin == 0 }

  /// Whether the old text is used up.
  var isAtEnd: Bool { position >= old.count }

  /// The next scalar of the old text, which must not be used up.
  @inline(__always)
  var next: UInt32 { old.scalar(at: position).value }

  /// The new scalar stands for the next old one.
  @inline(__always)
  mutating func replace(with scalar: UInt32) {
    let span = consume()
    append(scalar, span)
  }

  /// The new scalar belongs to the old one that was used last.
  @inline(__always)
  mutating func insert(_ scalar: UInt32) { append(scalar, last) }

  /// The next old scalar has nothing that stands for it.
  @inline(__always)
  mutating func drop() { _ = consume() }

  /// The next old scalar stays.
  @inline(__always)
  mutating func keep() {
    let length = scalarLength(lead: old[position])
    let start = position
    let span = consume()
    for offset in 0..<length {
      bytes.append(old[start + offset])
      newSpans.append(span)
    }
  }

  /// The rest of the old text stays.
  mutating func keepRest() {
    while !isAtEnd { keep() }
  }

  /// The reference's form of a step: 1 puts in, 0 replaces, -n replaces and drops n more.
  mutating func step(_ scalar: UInt32, change: Int) {
    if change > 0 {
      insert(scalar)
    } else {
      let span = consume()
      for _ in 0..<(-change) { drop() }
      append(scalar, span)
    }
  }

  @inline(__always)
  private mutating func consume() -> Span {
    guard position < old.count else { return last }
    let length = scalarLength(lead: old[position])
    if let spans {
      last = spans[position]
      let end = min(old.count, position + length)
      let span = last
      last = spans[end - 1]
      position = end
      return span
    }
    last = Span(origin + position, origin + position + length)
    position += length
    return last
  }

  @inline(__always)
  private mutating func append(_ scalar: UInt32, _ span: Span) {
    for _ in 0..<appendScalar(scalar, to: &bytes) { newSpans.append(span) }
  }
}
