/// A passage cut into titles and sentences.
struct DividedPassage {
  /// Titles, each with a line's end, then sentences, as ranges of ``scalars`` one after the other.
  private(set) var pieces: [Range<Int>] = []
  /// Titles and passage.
  private(set) var scalars: [Unicode.Scalar] = []
  /// How many of the pieces are titles, and not part of the passage.
  private(set) var titleCount = 0
  /// Those pieces, or the first sentence, where that is the title.
  private(set) var titlePieces: [Int] = []
  /// What of the passage stands before its first sentence, since it has become the title: scalars and bytes of UTF-8.
  private(set) var taken = (scalars: 0, bytes: 0)

  init(_ request: PruningRequest) {
    var sentences: [[Unicode.Scalar]]
    switch request.passage {
    case .text(let text): sentences = [Array(text.unicodeScalars)]
    case .sentences(let given): sentences = given.map { Array($0.unicodeScalars) }
    }
    let isCut = if case .sentences = request.passage { true } else { false }
    var lines: [String.UnicodeScalarView] = []
    switch request.title {
    case .none, .firstSentence: break
    case .lines(let given): lines = given.map(\.unicodeScalars)
    case .firstLine:
      let before = sentences
      var line = String.UnicodeScalarView()
      line.append(contentsOf: isCut ? Self.takeFirst(of: &sentences) : Self.takeFirstLine(of: &sentences[0]))
      lines = [line]
      taken.scalars = Self.count(before) { _ in 1 } - Self.count(sentences) { _ in 1 }
      taken.bytes = Self.count(before) { $0.utf8.count } - Self.count(sentences) { $0.utf8.count }
    }
    for line in lines {
      let start = line.drop(while: isWhite)
      let stripped = start.reversed().drop(while: isWhite).reversed()
      if !stripped.isEmpty { append(stripped + ["\n"]) }
    }
    titleCount = pieces.count
    if !isCut {
      let text = sentences[0]
      sentences = SentenceSplitter.ranges(of: text.map(\.value)).map { Array(text[$0]) }
    }
    for sentence in sentences { append(sentence) }
    if titleCount == 0, request.title == .firstSentence {
      titlePieces = sentences.firstIndex { !$0.allSatisfy(isWhite) }.map { [$0] } ?? []
    } else {
      titlePieces = Array(0..<titleCount)
    }
  }

  private mutating func append(_ piece: some Collection<Unicode.Scalar>) {
    pieces.append(scalars.count..<scalars.count + piece.count)
    scalars += piece
  }

  private static func count(_ sentences: [[Unicode.Scalar]], _ size: (Unicode.Scalar) -> Int) -> Int {
    sentences.reduce(0) { $1.reduce($0) { $0 + size($1) } }
  }

  /// Takes the first line with content out of a text, and what stands before it.
  private static func takeFirstLine(of text: inout [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard let start = text.firstIndex(where: { !isWhite($0) }) else { return [] }
    let end = text[start...].firstIndex { ScalarTable.shared[$0.value].contains(.lineEnd) } ?? text.endIndex
    let line = Array(text[start..<end])
    let isPair = end + 1 < text.endIndex && text[end] == "\r" && text[end + 1] == "\n"
    text.removeFirst(min(end + (isPair ? 2 : 1), text.count))
    return line
  }

  /// Takes the first sentence with content out of a list, and those before it.
  private static func takeFirst(of sentences: inout [[Unicode.Scalar]]) -> [Unicode.Scalar] {
    guard let first = sentences.firstIndex(where: { !$0.allSatisfy(isWhite) }) else { return [] }
    let sentence = sentences[first]
    sentences.removeFirst(first + 1)
    return sentence
  }
}

/// Whether a scalar is white space by docs/sentence-splitting.md.
func isWhite(_ scalar: Unicode.Scalar) -> Bool {
  !ScalarTable.shared[scalar.value].isDisjoint(with: .white)
}
