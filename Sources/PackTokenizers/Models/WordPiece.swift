/// Greedy longest match, left to right; a word that it cannot cover is unknown as a whole (Schuster and Nakajima,
/// 2012).
struct WordPiece: Sendable {
  let vocabulary: Vocabulary
  private var unknown: Int?
  private var continuation: [UInt8]
  private var continuationHash: UInt64
  private var maximumScalars: Int

  init(_ reader: ComponentReader) throws(TokenizerError) {
    vocabulary = try Vocabulary(try reader.member("vocab"))
    unknown = vocabulary.number(of: try reader.bytes("unk_token"))
    continuation = try reader.bytes("continuing_subword_prefix")
    continuationHash = vocabulary.hash(continuation, after: vocabulary.emptyHash)
    maximumScalars = try Self.maximumScalars(reader)
  }

  private static func maximumScalars(_ reader: ComponentReader) throws(TokenizerError) -> Int {
    let maximum = try reader.count("max_input_chars_per_word")
    // The work on one word grows with the square of this number; real files have 100 or 200.
    guard maximum <= 10_000 else {
      throw try reader.member("max_input_chars_per_word").unsupported(
        "limit is too large", expected: "at most 10000")
    }
    return maximum
  }

  /// The model with some options changed.
  func changed(_ options: ComponentReader) throws(TokenizerError) -> WordPiece {
    var changed = self
    if options.has("unk_token") { changed.unknown = vocabulary.number(of: try options.bytes("unk_token")) }
    if options.has("continuing_subword_prefix") {
      changed.continuation = try options.bytes("continuing_subword_prefix")
      changed.continuationHash = vocabulary.hash(changed.continuation, after: vocabulary.emptyHash)
    }
    if options.has("max_input_chars_per_word") { changed.maximumScalars = try Self.maximumScalars(options) }
    return changed
  }

  func tokenize(_ word: WordContext, _ scratch: inout ModelScratch, into tokens: inout TokenList) -> Bool {
    let text = word.word
    if text.count > maximumScalars && text.count(where: { $0 & 0xC0 != 0x80 }) > maximumScalars {
      return appendUnknown(word, into: &tokens)
    }
    let first = tokens.count
    var start = 0
    while start < text.count {
      let prefix = start == 0 ? [] : continuation
      // Hashes of all beginnings that are short enough to be tokens, then the longest that is one.
      scratch.hashes.removeAll(keepingCapacity: true)
      scratch.ends.removeAll(keepingCapacity: true)
      var hash = start == 0 ? vocabulary.emptyHash : continuationHash
      var end = start
      let limit = vocabulary.longest - prefix.count
      while end < text.count {
        let length = scalarLength(lead: text[end])
        guard end + length - start <= limit else { break }
        for offset in 0..<length { hash = Vocabulary.mix(hash, text[end + offset]) }
        end += length
        scratch.hashes.append(hash)
        scratch.ends.append(end)
      }
      var found: (number: Int, end: Int)?
      var index = scratch.ends.count
      while index > 0 {
        index -= 1
        let end = scratch.ends[index]
        let number = prefix.withUnsafeBufferPointer {
          vocabulary.number(of: text.part(start, end), hash: scratch.hashes[index], prefix: $0)
        }
        if let number {
          found = (number, end)
          break
        }
      }
      guard let found else {
        tokens.removeLast(downTo: first)
        return appendUnknown(word, into: &tokens)
      }
      tokens.append(
        vocabulary.id(found.number), word.span(start, found.end), text: vocabulary.text(found.number))
      start = found.end
    }
    return true
  }

  private func appendUnknown(_ word: WordContext, into tokens: inout TokenList) -> Bool {
    guard let unknown else { return false }
    tokens.append(vocabulary.id(unknown), word.span(0, word.end - word.start), text: vocabulary.text(unknown))
    return true
  }
}
