import PackJSON

/// Byte-pair encoding: a word starts as its scalars, and the pair of the lowest rank is merged until none is left
/// (Sennrich, Haddow and Birch, 2016).
struct BytePairEncoding: Sendable {
  let vocabulary: Vocabulary
  let merges: PairTable
  private var unknown: UnknownToken
  private let continuation: [UInt8]
  private let suffix: [UInt8]
  private var fusesUnknown: Bool
  private var ignoresMerges: Bool
  /// Ids of `<0x00>` to `<0xFF>`, -1 for those that are missing; nil without byte fallback.
  private var byteIDs: [Int32]?
  /// Ids of the scalars below U+0200 that are tokens, else -1: all of a byte-level alphabet is there.
  private let lowIDs: [Int32]

  private enum UnknownToken: Sendable {
    case none, missing
    case id(Int32)
  }

  init(_ reader: ComponentReader) throws(TokenizerError) {
    if let dropout = try reader.optional("dropout"),
      try dropout.reading({ () throws(JSONError) in try dropout.node.double() }) != 0
    {
      throw dropout.unsupported("dropout makes tokens random", expected: "null")
    }
    vocabulary = try Vocabulary(try reader.member("vocab"))
    continuation = try reader.optionalBytes("continuing_subword_prefix") ?? []
    suffix = try reader.optionalBytes("end_of_word_suffix") ?? []
    fusesUnknown = try reader.bool("fuse_unk", default: false)
    ignoresMerges = try reader.bool("ignore_merges", default: false)
    unknown = try Self.unknown(reader, vocabulary)
    byteIDs = try Self.byteIDs(reader, vocabulary)
    lowIDs = (0..<0x200).map { [vocabulary] (scalar: UInt32) in
      var bytes: [UInt8] = []
      appendScalar(scalar, to: &bytes)
      return vocabulary.id(of: bytes) ?? -1
    }
    merges = try Self.readMerges(reader, vocabulary, continuation)
  }

  private static func unknown(
    _ reader: ComponentReader, _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> UnknownToken {
    guard let unknown = try reader.optionalBytes("unk_token") else { return .none }
    return vocabulary.id(of: unknown).map { .id($0) } ?? .missing
  }

  private static func byteIDs(
    _ reader: ComponentReader, _ vocabulary: Vocabulary
  ) throws(TokenizerError) -> [Int32]? {
    guard try reader.bool("byte_fallback", default: false) else { return nil }
    return (0...255).map { vocabulary.id(of: byteToken(UInt8($0))) ?? -1 }
  }

  /// The model with some options changed; those that decide the merges stay.
  func changed(_ options: ComponentReader) throws(TokenizerError) -> BytePairEncoding {
    var changed = self
    if options.has("unk_token") { changed.unknown = try Self.unknown(options, vocabulary) }
    if options.has("fuse_unk") { changed.fusesUnknown = try options.bool("fuse_unk") }
    if options.has("ignore_merges") { changed.ignoresMerges = try options.bool("ignore_merges") }
    if options.has("byte_fallback") { changed.byteIDs = try Self.byteIDs(options, vocabulary) }
    let affixes = [("continuing_subword_prefix", continuation), ("end_of_word_suffix", suffix)]
    for (key, bytes) in affixes where options.has(key) {
      guard try options.optionalBytes(key) ?? [] == bytes else {
        throw try options.member(key).unsupported("the merges were read with another affix")
      }
    }
    return changed
  }

  private static func readMerges(
    _ reader: ComponentReader, _ vocabulary: Vocabulary, _ continuation: [UInt8]
  ) throws(TokenizerError) -> PairTable {
    let elements = try reader.elements("merges")
    var table = PairTable(count: elements.count)
    var rank: UInt32 = 0
    for element in elements {
      guard let merge = try merge(element, vocabulary, continuation) else { continue }
      table.set(merge.first, merge.second, rank: rank, id: merge.joined)
      rank += 1
    }
    return table
  }

  /// The ids of a merge, which is written as two texts, or as one with a space; nil for a line of comment.
  private static func merge(
    _ element: ComponentReader, _ vocabulary: Vocabulary, _ continuation: [UInt8]
  ) throws(TokenizerError) -> (first: Int32, second: Int32, joined: Int32)? {
    let result: MergeResult
    if element.node.kind == .string {
      result =
        element.node.withBytes(of: .string) { text in
          if text.starts(with: "#version".utf8) { return .comment }
          guard let space = text.firstIndex(of: 0x20), !text[(space + 1)...].contains(0x20) else {
            return .noMerge
          }
          return lookUp(text.part(0, space), text.part(space + 1, text.count), vocabulary, continuation)
        } ?? .noMerge
    } else {
      let parts = try element.reading { () throws(JSONError) in Array(try element.node.elements()) }
      guard parts.count == 2 else { throw element.invalid("invalid merge", expected: "two tokens") }
      let (left, right) = try element.reading { () throws(JSONError) in
        (try parts[0].stringBytes(), try parts[1].stringBytes())
      }
      result = left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { lookUp(left, $0, vocabulary, continuation) }
      }
    }
    switch result {
    case .comment: return nil
    case .ids(let first, let second, let joined): return (first, second, joined)
    case .noMerge: throw element.invalid("invalid merge", expected: "two tokens and a space")
    case .unknown:
      throw element.invalid(
        "merged token is not in the vocabulary",
        found: String(element.node.lexeme.prefix(200)).quotedForMessage)
    }
  }

  private enum MergeResult {
    case comment, noMerge, unknown
    case ids(Int32, Int32, Int32)
  }

  private static func lookUp(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ vocabulary: Vocabulary,
    _ continuation: [UInt8]
  ) -> MergeResult {
    guard right.count >= continuation.count else { return .unknown }
    let rest = right.part(continuation.count, right.count)
    let leftHash = vocabulary.hash(left, after: vocabulary.emptyHash)
    guard let first = vocabulary.number(of: left, hash: leftHash),
      let second = vocabulary.number(of: right, hash: vocabulary.hash(right, after: vocabulary.emptyHash)),
      let joined = vocabulary.number(of: rest, hash: vocabulary.hash(rest, after: leftHash), prefix: left)
    else { return .unknown }
    return .ids(vocabulary.id(first), vocabulary.id(second), vocabulary.id(joined))
  }

  func tokenize(_ word: WordContext, _ scratch: inout ModelScratch, into tokens: inout TokenList) -> Bool {
    let text = word.word
    if ignoresMerges,
      let number = vocabulary.number(of: text, hash: vocabulary.hash(text, after: vocabulary.emptyHash))
    {
      tokens.append(vocabulary.id(number), word.span(0, text.count), text: vocabulary.text(number))
      return true
    }
    guard start(text, &scratch.symbols) else { return false }
    scratch.symbols.merge(merges)
    var start = 0
    for symbol in scratch.symbols.remaining {
      let end = start + Int(symbol.length)
      // Symbols that stand for more bytes than the word has, those of a suffix, have no place in the text; the
      // reference then gives their place in the word.
      let span = end <= text.count ? word.span(start, end) : Span(start, end)
      tokens.append(symbol.id, span, text: vocabulary.text(ofID: symbol.id) ?? [])
      start = end
    }
    return true
  }

  /// Sets the symbols that a word starts with; false when it needs an unknown token and there is none.
  private func start(_ text: UnsafeBufferPointer<UInt8>, _ symbols: inout SymbolList) -> Bool {
    symbols.removeAll()
    var pending: (id: Int32, length: Int)?
    var index = 0
    while index < text.count {
      let (scalar, length) = text.scalar(at: index)
      let end = index + length
      let isPlain = (index == 0 || continuation.isEmpty) && (end < text.count || suffix.isEmpty)
      var id: Int32 = -1
      var spelled: [UInt8] = []
      if isPlain && scalar < 0x200 {
        id = lowIDs[Int(scalar)]
      } else if isPlain {
        let part = text.part(index, end)
        id =
          vocabulary.number(of: part, hash: vocabulary.hash(part, after: vocabulary.emptyHash))
          .map { vocabulary.id($0) } ?? -1
      } else {
        spelled = (index > 0 ? continuation : []) + text[index..<end] + (end == text.count ? suffix : [])
        id = vocabulary.id(of: spelled) ?? -1
      }
      if id >= 0 {
        if let unknown = pending { symbols.append(unknown.id, unknown.length) }
        pending = nil
        symbols.append(id, length)
      } else if appendBytes(isPlain ? Array(text[index..<end]) : spelled, &symbols) {
        // They come before a pending unknown token, as in the reference.
      } else {
        switch unknown {
        case .none: break
        case .missing: return false
        case .id(let id):
          if let waiting = pending {
            if fusesUnknown {
              pending = (waiting.id, waiting.length + length)
            } else {
              symbols.append(waiting.id, waiting.length)
              pending = (id, length)
            }
          } else {
            pending = (id, length)
          }
        }
      }
      index = end
    }
    if let pending { symbols.append(pending.id, pending.length) }
    return true
  }
}

extension BytePairEncoding {
  /// Adds the tokens of bytes, if there is one for each.
  private func appendBytes(_ bytes: [UInt8], _ symbols: inout SymbolList) -> Bool {
    guard let byteIDs, bytes.allSatisfy({ byteIDs[Int($0)] >= 0 }) else { return false }
    for byte in bytes { symbols.append(byteIDs[Int(byte)], 1) }
    return true
  }
}

/// The token that stands for a byte: `<0x0A>`.
func byteToken(_ byte: UInt8) -> [UInt8] {
  let digits = Array("0123456789ABCDEF".utf8)
  return Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)], UInt8(ascii: ">")]
}
