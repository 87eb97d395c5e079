package import PackTokenizers

/// Tokenizes a passage, a long one part by part: tokenizing takes many times the memory of its text.
///
/// Parts overlap. A part ends where one that begins there has the same tokens for all of the overlap but its end, so
/// that both together have the tokens of the whole. Where no such place is found, the passage is tokenized as a whole.
package struct PassageReading {
  /// Scalars of a part.
  private static let partLength = 1 << 16
  /// Scalars in which a part's end is looked for.
  private static let seamReach = 1 << 12
  /// Scalars that two parts share, and of these how many have to have the same tokens.
  private static let overlap = 1 << 10, agreement = 1 << 9
  /// Tokens that have to be the same at least.
  private static let leastAgreement = 8
  /// Places that are tried for a seam.
  private static let tries = 16

  /// The tokens of each piece.
  package private(set) var counts: [Int]
  /// The passage's tokens.
  package private(set) var tokens = TokenColumns()
  /// Their places in the scalars; none where nobody asks for them.
  package private(set) var offsets: [Range<Int>] = []
  /// How many parts the passage was read in.
  package private(set) var partCount = 1

  private let pieces: [Range<Int>]
  private let scalars: [UInt32]
  private let keepsOffsets: Bool
  private var piece = 0

  /// A passage whose tokens are not known yet.
  package init(pieces: [Range<Int>], scalars: [UInt32], keepsOffsets: Bool) {
    self.pieces = pieces
    self.scalars = scalars
    self.keepsOffsets = keepsOffsets
    counts = [Int](repeating: 0, count: pieces.count)
  }

  /// Reads the passage beside a query.
  ///
  /// - Returns: the tokens before and behind those of the passage.
  package mutating func read(query: String, _ tokenizer: Tokenizer) throws -> (
    before: TokenColumns, after: TokenColumns
  ) {
    // A first token's place may differ in the middle of a text, which is of no importance for pieces, but is shown.
    if !keepsOffsets, scalars.count > 2 * Self.partLength, let frame = try readParts(query, tokenizer) {
      return frame
    }
    let encoding = try tokenizer.encode(query, pair: text(of: scalars[...]))
    let places = Self.places(in: encoding)
    tokens = TokenColumns(encoding, places)
    if keepsOffsets { offsets = Array(encoding.offsets[places]) }
    count(encoding.offsets[places], from: 0)
    return Self.frame(encoding, places)
  }

  private static func places(in encoding: Encoding) -> Range<Int> {
    let first = encoding.sequenceIDs.firstIndex(of: 1) ?? encoding.count
    return first..<(encoding.sequenceIDs.lastIndex(of: 1).map { $0 + 1 } ?? encoding.count)
  }

  private static func frame(
    _ encoding: Encoding, _ places: Range<Int>
  ) -> (before: TokenColumns, after: TokenColumns) {
    (
      TokenColumns(encoding, 0..<places.lowerBound),
      TokenColumns(encoding, places.upperBound..<encoding.count)
    )
  }

  /// Reads part by part; nil, with nothing read, where the parts do not fit together.
  private mutating func readParts(
    _ query: String, _ tokenizer: Tokenizer
  ) throws -> (before: TokenColumns, after: TokenColumns)? {
    var frame: (before: TokenColumns, after: TokenColumns)?
    var expected: [Int32] = []
    var start = 0
    partCount = 0
    while start < scalars.count {
      partCount += 1
      var limit = start + Self.partLength
      if limit + Self.partLength >= scalars.count { limit = scalars.count }
      let end = min(limit + Self.seamReach + Self.overlap, scalars.count)
      let part = text(of: scalars[start..<end])
      let encoding =
        frame == nil
        ? try tokenizer.encode(query, pair: part) : try tokenizer.encode(part, addSpecialTokens: false)
      let places = frame == nil ? Self.places(in: encoding) : 0..<encoding.count
      let offsets = encoding.offsets[places]
      guard encoding.ids[places].starts(with: expected) else { return giveUp() }
      var stop = places.upperBound
      var next = scalars.count
      if limit < scalars.count {
        guard let seam = try seam(from: limit, encoding, places, at: start, tokenizer) else {
          return giveUp()
        }
        (stop, next, expected) = (seam.token, seam.scalar, seam.expected)
      }
      if frame == nil {
        frame = Self.frame(encoding, places)
        tokens = TokenColumns(encoding, places.lowerBound..<stop)
        guard tokens.isUniform, encoding.sequenceIDs[places].allSatisfy({ $0 == 1 }) else { return giveUp() }
        tokens.ids.reserveCapacity(tokens.count * (scalars.count / Self.partLength + 2))
      } else {
        tokens.ids += encoding.ids[places.lowerBound..<stop]
      }
      count(offsets[..<stop], from: start)
      start = next
    }
    return frame
  }

  /// Forgets what was read.
  private mutating func giveUp() -> (before: TokenColumns, after: TokenColumns)? {
    tokens = TokenColumns()
    counts = [Int](repeating: 0, count: pieces.count)
    piece = 0
    partCount = 1
    return nil
  }

  /// A place from which on a part of its own has the same tokens as this one.
  private func seam(
    from limit: Int, _ encoding: Encoding, _ places: Range<Int>, at start: Int, _ tokenizer: Tokenizer
  ) throws -> (token: Int, scalar: Int, expected: [Int32])? {
    var tries = Self.tries
    for place in limit..<min(limit + Self.seamReach, scalars.count - 1)
    where isWhite(scalars[place]) && !isWhite(scalars[place - 1]) {
      tries -= 1
      guard tries >= 0 else { return nil }
      let offsets = encoding.offsets[places]
      // The first token that does not begin before the place, white space in front of it left out.
      guard let token = offsets.indices.first(where: { offsets[$0].lowerBound + start >= place }),
        token == offsets.startIndex || offsets[token - 1].upperBound + start <= place
      else { continue }
      let end = min(place + Self.overlap, scalars.count)
      let other = try tokenizer.encode(text(of: scalars[place..<end]), addSpecialTokens: false)
      let agreed = other.offsets.prefix { $0.upperBound <= Self.agreement }.count
      guard agreed >= Self.leastAgreement, token + agreed <= places.upperBound else { continue }
      let ids = encoding.ids[token..<token + agreed]
      let ends = encoding.offsets[token..<token + agreed].lazy.map { $0.upperBound + start - place }
      guard ids.elementsEqual(other.ids[..<agreed]),
        ends.elementsEqual(other.offsets[..<agreed].lazy.map(\.upperBound))
      else { continue }
      return (token, place, Array(ids))
    }
    return nil
  }

  /// A token belongs to the piece of its first scalar that is not white space.
  private mutating func count(_ offsets: ArraySlice<Range<Int>>, from base: Int) {
    guard !pieces.isEmpty else { return }
    for offset in offsets {
      var start = base + offset.lowerBound
      while start + 1 < base + offset.upperBound, isWhite(scalars[start]) { start += 1 }
      while piece + 1 < pieces.count, start >= pieces[piece].upperBound { piece += 1 }
      counts[piece] += 1
    }
  }
}
