import PackEncoders
import PackFiles
import PackTokenizers

/// A passage on its way through the model: its pieces, its tokens, the blocks that they go in.
package struct PassageTokens: Sendable {
  /// Titles, then sentences, as ranges of the scalars of titles and passage.
  let pieces: [Range<Int>]
  /// How many of the pieces are titles, and not part of the passage.
  let titleCount: Int
  /// Those pieces, or the sentence that is a title.
  let titlePieces: [Int]
  /// What of the passage has become the title and stands before the pieces: scalars and bytes of UTF-8.
  let taken: (scalars: Int, bytes: Int)
  /// Titles and passage.
  let scalars: [Unicode.Scalar]
  /// The tokens of each piece.
  let counts: [Int]
  /// The passage's tokens, as places in the encoding.
  let places: Range<Int>
  /// The tokens of query, titles and passage, not truncated.
  let encoding: Encoding
  /// The blocks, as ranges of the passage's tokens.
  let blocks: [Range<Int>]

  /// Tokenizes a passage and packs it.
  ///
  /// - Throws: ``PruningError`` when the query leaves no room; `TokenizerError`.
  init(_ request: PruningRequest, _ tokenizer: Tokenizer, maximumLength: Int) throws {
    let divided = DividedPassage(request)
    pieces = divided.pieces
    titleCount = divided.titleCount
    titlePieces = divided.titlePieces
    scalars = divided.scalars
    taken = divided.taken

    encoding = try tokenizer.encode(request.query, pair: text(of: scalars[...]))
    let first = encoding.sequenceIDs.firstIndex(of: 1) ?? encoding.count
    let last = encoding.sequenceIDs.lastIndex(of: 1).map { $0 + 1 } ?? encoding.count
    places = first..<last
    let room = maximumLength - (encoding.count - places.count)
    guard room > 0 else {
      throw PruningError(
        .queryTooLong, at: Place(file: request.name), problem: "the query leaves no room for the passage",
        expected: "fewer than \(maximumLength) tokens, special ones included",
        found: "\(maximumLength - room)")
    }
    counts = Self.count(encoding.offsets[places], of: pieces, in: scalars)
    blocks = BlockPacker(room: room).pack(counts)
  }

  /// Scalars of the passage.
  var length: Int { scalars.count - (titleCount > 0 ? pieces[titleCount - 1].upperBound : 0) }

  /// The tokens of a block with what stands around the passage.
  func row(_ block: Range<Int>, usesTypes: Bool) -> TokenRow {
    func column(_ values: [Int32]) -> [Int32] {
      let start = places.lowerBound + block.lowerBound
      var column = Array(values[..<places.lowerBound])
      column += values[start..<start + block.count]
      column += values[places.upperBound...]
      return column
    }
    return TokenRow(ids: column(encoding.ids), typeIDs: usesTypes ? column(encoding.typeIDs) : nil)
  }

  /// A range of the scalars without the white space at both ends.
  func withoutWhite(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isWhite(scalars[start]) { start += 1 }
    while end > start, isWhite(scalars[end - 1]) { end -= 1 }
    return start..<end
  }

  /// A token belongs to the piece of its first scalar that is not white space.
  private static func count(
    _ offsets: ArraySlice<Range<Int>>, of pieces: [Range<Int>], in scalars: [Unicode.Scalar]
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: pieces.count)
    var piece = 0
    for offset in offsets where !pieces.isEmpty {
      var start = offset.lowerBound
      while start + 1 < offset.upperBound, isWhite(scalars[start]) { start += 1 }
      while piece + 1 < pieces.count, start >= pieces[piece].upperBound { piece += 1 }
      counts[piece] += 1
    }
    return counts
  }
}

/// A string of scalars.
func text(of scalars: ArraySlice<Unicode.Scalar>) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  return String(view)
}
