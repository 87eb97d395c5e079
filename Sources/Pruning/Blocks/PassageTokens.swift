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
  let text: String
  /// The tokens of each piece.
  let counts: [Int]
  /// The passage's tokens, of query, titles and passage that are not truncated.
  let tokens: TokenColumns
  /// What stands before and behind them.
  let frame: (before: TokenColumns, after: TokenColumns)
  /// Places of the passage's tokens in the scalars; none where nobody asks for them.
  let offsets: [Range<Int>]
  /// The blocks, as ranges of the passage's tokens.
  let blocks: [Range<Int>]

  /// Tokenizes a passage and packs it.
  ///
  /// - Parameter keepsOffsets: whether ``offsets`` are wanted.
  /// - Throws: ``PruningError`` when the query leaves no room; `TokenizerError`.
  init(
    _ request: PruningRequest, _ tokenizer: Tokenizer, maximumLength: Int, keepsOffsets: Bool
  ) throws {
    let divided = DividedPassage(request)
    pieces = divided.pieces
    titleCount = divided.titleCount
    titlePieces = divided.titlePieces
    text = divided.text
    taken = divided.taken

    var reading = PassageReading(pieces: pieces, scalars: divided.scalars, keepsOffsets: keepsOffsets)
    frame = try reading.read(query: request.query, tokenizer)
    (counts, tokens, offsets) = (reading.counts, reading.tokens, reading.offsets)
    let room = maximumLength - frame.before.count - frame.after.count
    guard room > 0 else {
      throw PruningError(
        .queryTooLong, at: Place(file: request.name), problem: "the query leaves no room for the passage",
        expected: "fewer than \(maximumLength) tokens, special ones included",
        found: "\(maximumLength - room)")
    }
    blocks = BlockPacker(room: room).pack(counts)
  }

  /// Scalars of the passage.
  var length: Int {
    (pieces.last?.upperBound ?? 0) - (titleCount > 0 ? pieces[titleCount - 1].upperBound : 0)
  }

  /// Goes through the pieces in order, with the bytes of each.
  func forEachPiece(_ body: (_ piece: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Void) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      for (piece, range) in pieces.enumerated() {
        var (end, scalars) = (start, 0)
        // A scalar begins where a byte does not go on with one.
        while end < bytes.count, scalars < range.count || bytes[end] & 0xC0 == 0x80 {
          if bytes[end] & 0xC0 != 0x80 { scalars += 1 }
          end += 1
        }
        body(piece, UnsafeBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }

  /// The tokens of a block with what stands around the passage.
  func row(_ block: Range<Int>, usesTypes: Bool) -> TokenRow {
    TokenRow(
      ids: frame.before.ids + tokens.ids[block] + frame.after.ids,
      typeIDs: usesTypes ? frame.before.types() + tokens.types(block) + frame.after.types() : nil)
  }
}

/// Tokens by their columns.
package struct TokenColumns: Sendable, Hashable {
  /// Ids in the vocabulary.
  package internal(set) var ids: [Int32] = []
  /// Segment ids, where they are not all the same.
  private var typeIDs: [Int32] = []
  /// The segment id of all of them.
  private var typeID: Int32 = 0

  /// Whether all have one segment id.
  var isUniform: Bool { typeIDs.isEmpty }

  /// Number of tokens.
  package var count: Int { ids.count }

  /// No tokens.
  init() {}

  /// Tokens of an encoding.
  init(_ encoding: Encoding, _ range: Range<Int>) {
    ids = Array(encoding.ids[range])
    let types = encoding.typeIDs[range]
    typeID = types.first ?? 0
    if !types.allSatisfy({ $0 == typeID }) { typeIDs = Array(types) }
  }

  /// The segment ids of a range.
  func types(_ range: Range<Int>? = nil) -> [Int32] {
    let range = range ?? 0..<count
    return typeIDs.isEmpty ? [Int32](repeating: typeID, count: range.count) : Array(typeIDs[range])
  }
}
