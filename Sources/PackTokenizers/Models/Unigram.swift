import PackJSON

/// The most probable way to cut a text, by one pass over its positions (Kudo, 2018).
struct Unigram: Sendable {
  let vocabulary: Vocabulary
  private let trie: TokenTrie
  private let scores: [Double]
  private var unknown: Int?
  private let unknownScore: Double
  /// Numbers of `<0x00>` to `<0xFF>`, -1 for those that are missing; nil without byte fallback.
  private var byteTokens: [Int]?

  /// The best way to reach a position.
  struct Step: BitwiseCopyable {
    var score: Double
    /// Where the last token starts; -1 while the position is not reached.
    var start: Int32
    var token: Int32
  }

  init(_ reader: ComponentReader) throws(TokenizerError) {
    var builder = Vocabulary.Builder()
    var scores: [Double] = []
    let elements = try reader.elements("vocab")
    scores.reserveCapacity(elements.count)
    builder.reserve(tokens: elements.count, bytes: elements.count * 8)
    for element in elements {
      var parts = try element.reading { () throws(JSONError) in try element.node.elements() }
      guard let token = parts.next(), let number = parts.next(), parts.next() == nil,
        token.withBytes(of: .string, { builder.append($0, id: Int32(truncatingIfNeeded: scores.count)) })
          != nil,
        let score = number.withBytes(of: .number, scoreAsReference) ?? nil
      else {
        throw element.invalid("not a token with its score", expected: "a string and a number")
      }
      scores.append(score)
    }
    vocabulary = Vocabulary(builder)
    // The work on a text grows with the longest token; in real files that has some dozen bytes.
    guard vocabulary.longest <= 1024 else {
      throw try reader.member("vocab").unsupported("a token is longer than 1024 bytes")
    }
    trie = TokenTrie(vocabulary)
    self.scores = scores
    unknownScore = (scores.min() ?? .infinity) - 10
    unknown = try Self.unknown(reader, count: scores.count)
    byteTokens = try Self.byteTokens(reader, vocabulary)
  }

  private static func unknown(_ reader: ComponentReader, count: Int) throws(TokenizerError) -> Int? {
    guard let member = try reader.optional("unk_id") else { return nil }
    let id = try member.integer(in: 0...Int(Int32.max))
    guard id < count else {
      throw member.invalid("unknown token's id is not in the vocabulary", found: "\(id)")
    }
    return id
  }

  private static func byteTokens(
    _ reader: ComponentReader, _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> [Int]? {
    let fallsBack = reader.has("byte_fallback") ? try reader.bool("byte_fallback") : false
    return fallsBack ? (0...255).map { vocabulary.number(of: byteToken(UInt8($0))) ?? -1 } : nil
  }

  /// The model with some options changed.
  func changed(_ options: ComponentReader) throws(TokenizerError) -> Unigram {
    var changed = self
    if options.has("unk_id") { changed.unknown = try Self.unknown(options, count: scores.count) }
    if options.has("byte_fallback") { changed.byteTokens = try Self.byteTokens(options, vocabulary) }
    return changed
  }

  func tokenize(_ word: WordContext, _ scratch: inout ModelScratch, into tokens: inout TokenList) -> Bool {
    let text = word.word
    guard findPath(text, &scratch.path) else { return false }
    // Back from the end; unknown tokens side by side become one.
    scratch.ends.removeAll(keepingCapacity: true)
    var end = text.count
    var isAfterUnknown = false
    while end > 0 {
      let step = scratch.path[end]
      let isUnknown = unknown.map { Int(step.token) == $0 } ?? false
      if !(isUnknown && isAfterUnknown) { scratch.ends.append(end) }
      isAfterUnknown = isUnknown
      end = Int(step.start)
    }
    var start = 0
    for end in scratch.ends.reversed() {
      let step = scratch.path[end]
      let isWhole = Int(step.start) == start && unknown.map { Int(step.token) != $0 } ?? true
      append(isWhole ? Int(step.token) : nil, text.part(start, end), word.span(start, end), into: &tokens)
      start = end
    }
    return true
  }

  /// Fills the best steps to every position; false when there is need of an unknown token and there is none.
  private func findPath(_ text: UnsafeBufferPointer<UInt8>, _ path: inout [Step]) -> Bool {
    path.removeAll(keepingCapacity: true)
    path.append(contentsOf: repeatElement(Step(score: 0, start: -1, token: 0), count: text.count + 1))
    return path.withUnsafeMutableBufferPointer { path in
      var start = 0
      while start < text.count {
        let length = scalarLength(lead: text[start])
        let score = path[start].score
        var hasSingle = false
        trie.forEachToken(in: text, at: start) { end, number in
          let candidate = scores[number] + score
          if path[end].start < 0 || candidate > path[end].score {
            path[end] = Step(
              score: candidate, start: Int32(truncatingIfNeeded: start),
              token: Int32(truncatingIfNeeded: number))
          }
          if end - start == length { hasSingle = true }
        }
        if !hasSingle {
          let candidate = unknownScore + score
          let end = start + length
          if path[end].start < 0 || candidate > path[end].score {
            guard let unknown else { return false }
            path[end] = Step(
              score: candidate, start: Int32(truncatingIfNeeded: start),
              token: Int32(truncatingIfNeeded: unknown))
          }
        }
        start += length
      }
      return true
    }
  }

  /// Adds a token; an unknown piece may still be one as a whole, else its bytes may be tokens.
  private func append(
    _ token: Int?, _ piece: UnsafeBufferPointer<UInt8>, _ span: Span, into tokens: inout TokenList
  ) {
    if let number = token
      ?? vocabulary.number(of: piece, hash: vocabulary.hash(piece, after: vocabulary.emptyHash))
    {
      tokens.append(vocabulary.id(number), span, text: vocabulary.text(number))
    } else if let byteTokens, piece.allSatisfy({ byteTokens[Int($0)] >= 0 }) {
      for byte in piece {
        let number = byteTokens[Int(byte)]
        tokens.append(vocabulary.id(number), span, text: vocabulary.text(number))
      }
    } else if let unknown {
      tokens.append(vocabulary.id(unknown), span, text: piece)
    }
  }
}
