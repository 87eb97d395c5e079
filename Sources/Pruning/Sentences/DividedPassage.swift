/// A passage cut into titles and sentences.
struct DividedPassage {
  /// Titles, each with a line's end, then sentences, as ranges of ``scalars`` one after the other.
  private(set) var pieces: [Range<Int>] = []
  /// The values of the scalars of titles and passage.
  private(set) var scalars: [UInt32] = []
  /// The same as text.
  private(set) var text = ""
  /// How many of the pieces are titles, and not part of the passage.
  private(set) var titleCount = 0
  /// Those pieces, or the first sentence, where that is the title.
  private(set) var titlePieces: [Int] = []
  /// What of the passage stands before its first sentence, since it has become the title: scalars and bytes of UTF-8.
  private(set) var taken = (scalars: 0, bytes: 0)

  init(_ request: PruningRequest) {
    var sentences: [Range<Int>]?
    switch request.passage {
    case .text(let text):
      scalars.reserveCapacity(text.utf8.count)
      for scalar in text.unicodeScalars { scalars.append(scalar.value) }
    case .sentences(let given):
      sentences = given.map { sentence in
        let start = scalars.count
        scalars += sentence.unicodeScalars.lazy.map(\.value)
        return start..<scalars.count
      }
    }
    var titles: [[UInt32]] = []
    switch request.title {
    case .none, .firstSentence: break
    case .lines(let given): titles = given.map { $0.unicodeScalars.map(\.value) }
    case .firstLine: titles = [takeFirst(&sentences)]
    }
    titles = titles.map { Array(withoutWhite($0[...])) }.filter { !$0.isEmpty }.map { $0 + [0x0A] }
    let ranges = sentences ?? SentenceSplitter.ranges(of: scalars)
    titleCount = titles.count
    if titles.isEmpty {
      pieces = ranges
    } else {
      for title in titles {
        let start = pieces.last?.upperBound ?? 0
        pieces.append(start..<start + title.count)
      }
      let start = pieces.last?.upperBound ?? 0
      pieces += ranges.map { $0.lowerBound + start..<$0.upperBound + start }
      scalars.insert(contentsOf: titles.joined(), at: 0)
    }
    if case .text(let given) = request.passage, titles.isEmpty, taken.scalars == 0 {
      text = given
    } else {
      text = Pruning.text(of: scalars[...])
    }
    if titleCount == 0, request.title == .firstSentence {
      titlePieces = pieces.firstIndex { !scalars[$0].allSatisfy(isWhite) }.map { [$0] } ?? []
    } else {
      titlePieces = Array(0..<titleCount)
    }
  }

  /// Takes the first line with content, or of given sentences the first, out of the passage, and what stands before it.
  private mutating func takeFirst(_ sentences: inout [Range<Int>]?) -> [UInt32] {
    let title: [UInt32]
    let end: Int
    if let given = sentences {
      guard let first = given.firstIndex(where: { !scalars[$0].allSatisfy(isWhite) }) else { return [] }
      (title, end) = (Array(scalars[given[first]]), given[first].upperBound)
      sentences = given[(first + 1)...].map { $0.lowerBound - end..<$0.upperBound - end }
    } else {
      guard let start = scalars.firstIndex(where: { !isWhite($0) }) else { return [] }
      let lineEnd =
        scalars[start...].firstIndex { ScalarTable.shared[$0].contains(.lineEnd) } ?? scalars.count
      let isPair = lineEnd + 1 < scalars.count && scalars[lineEnd] == 0x0D && scalars[lineEnd + 1] == 0x0A
      title = Array(scalars[start..<lineEnd])
      end = min(lineEnd + (isPair ? 2 : 1), scalars.count)
    }
    taken = (end, byteCount(scalars[..<end]))
    scalars.removeFirst(end)
    return title
  }
}

/// Whether a scalar is white space by docs/sentence-splitting.md.
func isWhite(_ scalar: Unicode.Scalar) -> Bool { isWhite(scalar.value) }

/// Whether a scalar's value is one of white space.
func isWhite(_ scalar: UInt32) -> Bool { !ScalarTable.shared[scalar].isDisjoint(with: .white) }

/// A slice without the white space at both ends.
func withoutWhite(_ scalars: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
  var (start, end) = (scalars.startIndex, scalars.endIndex)
  while start < end, isWhite(scalars[start]) { start += 1 }
  while end > start, isWhite(scalars[end - 1]) { end -= 1 }
  return scalars[start..<end]
}

/// A string of scalars.
func text(of scalars: ArraySlice<UInt32>) -> String {
  String(unsafeUninitializedCapacity: byteCount(scalars)) { bytes in
    var place = 0
    for value in scalars {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
        bytes[place] = byte
        place += 1
      }
    }
    return place
  }
}

/// Bytes of scalars in UTF-8.
func byteCount(_ scalars: ArraySlice<UInt32>) -> Int {
  scalars.reduce(0) { $0 + ($1 < 0x80 ? 1 : $1 < 0x800 ? 2 : $1 < 0x10000 ? 3 : 4) }
}
