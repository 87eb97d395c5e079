/// A range of bytes of the text that was given to the tokenizer.
struct Span: BitwiseCopyable {
  var start: UInt32
  var end: UInt32

  @inline(__always)
  init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }
}
