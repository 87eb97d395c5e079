import PackFiles

/// The line of a text file that a finding is about, cut to what fits beside a caret.
public struct SourceExcerpt: Sendable, Hashable {
  /// The line without its indentation, or what stands around the place; `…` where it was cut. Nothing in it gives a terminal
  /// orders.
  public let text: String
  /// Columns of a terminal before the place that is meant.
  public let caret: Int

  /// Columns that are shown at most.
  private static let width = 72
  /// Columns before the place where the line is long.
  private static let widthBefore = 36
  /// Bytes around a place that are looked at.
  static let reach = 400

  /// Cuts a line out of a text.
  ///
  /// - Parameters:
  ///   - text: the file's bytes.
  ///   - offset: the byte that is meant.
  /// - Returns: nil where the line is empty.
  init?(_ text: [UInt8], at offset: Int) {
    guard text.indices.contains(offset) else { return nil }
    let (line, isCut) = Self.line(around: offset, in: text)
    var before = Self.shown(text[line.lowerBound..<offset])
    if !isCut.leading { before = before.drop { $0 == " " } }
    var after = Self.shown(text[offset..<line.upperBound])
    while after.last == " " { after.removeLast() }
    guard !before.isEmpty || !after.isEmpty else { return nil }

    let widths = (leading: Self.width(before), trailing: Self.width(after))
    let room = max(Self.widthBefore, Self.width - widths.trailing)
    if isCut.leading || widths.leading > room {
      before = ["…"] + Self.fitting(before.reversed(), room - 1).reversed()
    }
    caret = Self.width(before)
    let rest = Self.width - caret
    if isCut.trailing || widths.trailing > rest { after = Self.fitting(after, rest - 1) + ["…"] }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: before)
    shown.append(contentsOf: after)
    self.text = String(shown)
  }

  private init(text: String, caret: Int) {
    self.text = text
    self.caret = caret
  }

  /// The same for a screen that is narrower.
  ///
  /// - Parameter columns: at least 8.
  func narrowed(to columns: Int) -> SourceExcerpt {
    guard text.displayWidth > columns else { return self }
    var scalars = Array(text.unicodeScalars)[...]
    var caret = caret
    if caret > columns * 2 / 3 {
      // What stands before the place goes first.
      var width = 0
      let start = scalars.indices.first { index in
        defer { width += scalars[index].displayWidth }
        return caret - width <= columns / 2
      }
      scalars = ["…"] + scalars[(start ?? scalars.endIndex)...]
      caret = caret - (Self.width(Array(text.unicodeScalars)[..<(start ?? 0)])) + 1
    }
    if Self.width(scalars) > columns { scalars = Self.fitting(scalars, columns - 1) + ["…"] }
    return SourceExcerpt(text: String(String.UnicodeScalarView(scalars)), caret: caret)
  }

  /// The bytes of a line around a place, and at which ends they stop short of the line's.
  static func line(
    around offset: Int, in text: [UInt8]
  ) -> (range: Range<Int>, isCut: (leading: Bool, trailing: Bool)) {
    let isEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    var start = offset
    while start > 0, offset - start < reach, !isEnd(text[start - 1]) { start -= 1 }
    var end = offset
    while end < text.count, end - offset < reach, !isEnd(text[end]) { end += 1 }
    let isCut = (
      leading: start > 0 && !isEnd(text[start - 1]), trailing: end < text.count && !isEnd(text[end])
    )
    // A character is shown whole or not at all.
    if isCut.leading { while start < offset, text[start] & 0xC0 == 0x80 { start += 1 } }
    if isCut.trailing { while end > offset, text[end] & 0xC0 == 0x80 { end -= 1 } }
    return (start..<end, isCut)
  }

  private static func shown(_ bytes: ArraySlice<UInt8>) -> ArraySlice<Unicode.Scalar> {
    let text = String(decoding: bytes, as: UTF8.self).replacing("\t", with: " ")
    return Array(text.visible.unicodeScalars)[...]
  }

  private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
    scalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// As many characters from the start as the columns hold.
  private static func fitting(
    _ scalars: some Sequence<Unicode.Scalar>, _ columns: Int
  ) -> ArraySlice<Unicode.Scalar> {
    var left = columns
    return Array(
      scalars.prefix { scalar in
        left -= scalar.displayWidth
        return left >= 0
      })[...]
  }
}
