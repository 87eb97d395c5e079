extension PostProcessor {
  /// Puts the tokens of one or two texts together.
  ///
  /// Where no special tokens are asked for, a template still says the order and the segment ids of the texts, but
  /// those of BERT and RoBERTa are left out, as the reference does.
  func assemble(
    _ sequences: [TokenList], _ ranges: [Range<Int>], texts: [TextIndex], addsSpecialTokens: Bool
  ) -> Encoding {
    let plain: [Piece] = ranges.indices.map { .sequence($0, typeID: $0 == 0 ? 0 : plainPairTypeID) }
    let pieces = (ranges.count == 2 ? pair : single) ?? plain
    var encoding = Encoding()
    let count = ranges.reduce(0) { $0 + $1.count } + pieces.count
    encoding.ids.reserveCapacity(count)
    encoding.typeIDs.reserveCapacity(count)
    encoding.offsets.reserveCapacity(count)
    encoding.byteOffsets.reserveCapacity(count)
    encoding.tokenEnds.reserveCapacity(count)
    encoding.specialTokensMask.reserveCapacity(count)
    // Where the tokens of each text stand; of a text that is there twice, the last time counts.
    var places: [Int: Range<Int>] = [:]
    for piece in pieces {
      switch piece {
      case .special(let id, let typeID, let text):
        guard addsSpecialTokens else { continue }
        encoding.ids.append(id)
        encoding.typeIDs.append(typeID)
        encoding.offsets.append(0..<0)
        encoding.byteOffsets.append(0..<0)
        encoding.specialTokensMask.append(1)
        encoding.tokenBytes += text
        encoding.tokenEnds.append(encoding.tokenBytes.count)
      case .sequence(let number, let typeID):
        let start = encoding.count
        encoding.append(sequences[number], ranges[number], texts[number], typeID: typeID, trimmings)
        places[number] = start..<encoding.count
      }
    }
    encoding.sequenceIDs = sequenceIDs(places, count: encoding.count, hasProcessor: single != nil)
    return encoding
  }

  private func sequenceIDs(_ places: [Int: Range<Int>], count: Int, hasProcessor: Bool) -> [UInt8?] {
    var ids = [UInt8?](repeating: nil, count: count)
    for number in 0..<max(1, places.count) {
      // A lone second text counts as the first over the whole length: the reference takes the number of texts
      // for the highest of them.
      for index in places[number] ?? 0..<count { ids[index] = UInt8(number) }
    }
    return ids
  }
}

extension Encoding {
  /// Adds the tokens `range` of a text.
  fileprivate mutating func append(
    _ tokens: TokenList, _ range: Range<Int>, _ text: TextIndex, typeID: Int32,
    _ trimmings: [PostProcessor.Trimming]
  ) {
    ids += tokens.ids[range]
    typeIDs += repeatElement(typeID, count: range.count)
    specialTokensMask += repeatElement(0, count: range.count)
    var cursor = text.cursor()
    let firstText = range.lowerBound == 0 ? 0 : tokens.textEnds[range.lowerBound - 1]
    let shift = tokenBytes.count - firstText
    for index in range {
      let span = tokens.spans[index]
      let (start, end) = (Int(span.start), Int(span.end))
      var scalars = cursor.scalars(start, end)
      var bytes = cursor.wholeScalars(start, end, scalars)
      for trimming in trimmings {
        let trimmed = trimming.apply(
          to: scalars, text: tokens.text(index), isFirst: index == range.lowerBound)
        guard trimmed != scalars else { continue }
        let lower = cursor.byte(bytes.lowerBound, movedBy: trimmed.lowerBound - scalars.lowerBound)
        let upper = cursor.byte(bytes.upperBound, movedBy: trimmed.upperBound - scalars.upperBound)
        bytes = lower..<max(lower, upper)
        scalars = trimmed
      }
      byteOffsets.append(bytes)
      offsets.append(scalars)
      tokenEnds.append(tokens.textEnds[index] + shift)
    }
    if let last = range.last { tokenBytes += tokens.texts[firstText..<tokens.textEnds[last]] }
  }
}

extension PostProcessor.Trimming {
  /// A token's place without the spaces at its ends, which are counted in its own text.
  func apply(to place: Range<Int>, text: ArraySlice<UInt8>, isFirst: Bool) -> Range<Int> {
    var (leading, trailing) = Self.spaces(text)
    var (start, end) = (place.lowerBound, place.upperBound)
    // A single space before the first word is the one that the pre-tokenizer put there.
    if leading == 1 && addsPrefixSpace && (isFirst || start == 0) { leading = 0 }
    if leading > 0 { start = min(start + leading, end) }
    if trailing > 0 && end >= trailing { end = max(end - trailing, start) }
    return start..<end
  }

  /// Spaces, byte-level or real, that a token starts and ends with.
  private static func spaces(_ text: ArraySlice<UInt8>) -> (leading: Int, trailing: Int) {
    text.withUnsafeBufferPointer { buffer in
      func isSpace(_ scalar: UInt32) -> Bool {
        scalar == ByteLevelAlphabet.space || UnicodeData.properties.has(scalar, .whiteSpace)
      }
      var leading = 0
      var index = 0
      while index < buffer.count {
        let (scalar, length) = buffer.scalar(at: index)
        guard isSpace(scalar) else { break }
        leading += 1
        index += length
      }
      var trailing = 0
      var end = buffer.count
      while end > 0 {
        let start = buffer.scalarStart(before: end)
        guard isSpace(buffer.scalar(at: start).value) else { break }
        trailing += 1
        end = start
      }
      return (leading, trailing)
    }
  }
}
