/// The tokens of one text, before anything is added to them.
struct TokenList {
  private(set) var ids: [Int32] = []
  /// Bytes of the text.
  private(set) var spans: [Span] = []
  /// The tokens' own texts, one after the other, and where each ends.
  private(set) var texts: [UInt8] = []
  private(set) var textEnds: [Int] = []

  var count: Int { ids.count }

  mutating func reserve(_ count: Int) {
    ids.reserveCapacity(count)
    spans.reserveCapacity(count)
    textEnds.reserveCapacity(count)
    texts.reserveCapacity(count * 4)
  }

  @inline(__always)
  mutating func append(_ id: Int32, _ span: Span, text: some Sequence<UInt8>) {
    ids.append(id)
    spans.append(span)
    texts.append(contentsOf: text)
    textEnds.append(texts.count)
  }

  /// Takes back what was added after there were `count` tokens.
  mutating func removeLast(downTo count: Int) {
    guard count < ids.count else { return }
    ids.removeSubrange(count...)
    spans.removeSubrange(count...)
    textEnds.removeSubrange(count...)
    texts.removeSubrange((textEnds.last ?? 0)...)
  }

  /// The text of a token.
  func text(_ index: Int) -> ArraySlice<UInt8> {
    texts[(index == 0 ? 0 : textEnds[index - 1])..<textEnds[index]]
  }
}
