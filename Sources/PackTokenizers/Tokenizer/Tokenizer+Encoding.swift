public import PackFiles

extension Tokenizer {
  /// Encodes a text, or a pair of texts.
  ///
  /// - Parameters:
  ///   - text: the text, or the first of the pair.
  ///   - pair: the second of the pair.
  ///   - addSpecialTokens: whether the template's own tokens are put in.
  ///   - truncation: the most tokens there may be; nil for no limit, whatever the file says.
  /// - Returns: the tokens, with offsets in scalars and in bytes.
  /// - Throws: ``TokenizerError`` when a piece of the text is unknown and the vocabulary has no token for that, or
  ///   when the texts cannot be truncated as asked.
  /// - Complexity: O(n) in the length of the texts for the models that occur.
  public func encode(
    _ text: String, pair: String? = nil, addSpecialTokens: Bool = true, truncation: Truncation? = nil
  ) throws(TokenizerError) -> Encoding {
    var sequences = [try sequence(Array(text.utf8))]
    if let pair { sequences.append(try sequence(Array(pair.utf8))) }
    var ranges = sequences.map { 0..<$0.tokens.count }
    if let truncation {
      let added = sequences.count == 2 ? postProcessor.addedToPair : postProcessor.addedToSingle
      let reserved = addSpecialTokens ? added : 0
      guard truncation.maximumLength >= reserved else {
        throw TokenizerError(
          .cannotTruncate, at: Place(file: name), problem: "no room for the special tokens",
          expected: "a maximum length of at least \(reserved)", found: "\(truncation.maximumLength)")
      }
      let budget = truncation.maximumLength - reserved
      ranges = try truncation.kept(of: ranges.map(\.count), budget: budget, name: name)
    }
    return postProcessor.assemble(
      sequences.map(\.tokens), ranges, texts: sequences.map(\.index), addsSpecialTokens: addSpecialTokens)
  }

  private func sequence(_ bytes: [UInt8]) throws(TokenizerError) -> (tokens: TokenList, index: TextIndex) {
    guard bytes.count < Int(Int32.max) / 4 else {
      throw TokenizerError(
        .unencodable, at: Place(file: name), problem: "text is too long", expected: "less than 512 MiB",
        found: "\(bytes.count) bytes")
    }
    guard let text = segmented(bytes) else {
      throw TokenizerError(
        .unencodable, at: Place(file: name, jsonPath: "$.normalizer"),
        problem: "the normalized text is too long")
    }
    return (try tokenize(text), TextIndex(bytes))
  }

  /// Finds the added tokens, normalizes what is between them, and cuts it; nil when the normalizer multiplies the
  /// text beyond measure.
  private func segmented(_ bytes: [UInt8]) -> SegmentedText? {
    var text = SegmentedText()
    guard !bytes.isEmpty else { return text }
    let parts =
      bytes.withUnsafeBufferPointer { added.partsOfRaw($0) }
      ?? [AddedVocabulary.Part(start: 0, end: bytes.count, id: -1)]
    // A token that stripped what the one before it had stripped already can be empty.
    for part in parts where part.start < part.end {
      var piece = NormalizedText(
        parts.count == 1 ? bytes : Array(bytes[part.start..<part.end]), origin: part.start)
      if part.id >= 0 {
        let start = text.append(piece)
        text.segments.append(.init(start, text.bytes.count, token: part.id))
        continue
      }
      normalizer?.apply(to: &piece)
      if piece.isTooLong { return nil }
      guard !piece.bytes.isEmpty else { continue }
      let inner = piece.bytes.withUnsafeBufferPointer { added.partsOfNormalized($0) }
      let start = text.append(piece)
      if let inner {
        for part in inner where part.start < part.end {
          text.segments.append(.init(start + part.start, start + part.end, token: part.id))
        }
      } else {
        text.segments.append(.init(start, text.bytes.count))
      }
    }
    preTokenizer?.apply(to: &text)
    return text
  }

  /// Runs the model over the pieces.
  private func tokenize(_ text: SegmentedText) throws(TokenizerError) -> TokenList {
    var tokens = TokenList()
    var scratch = ModelScratch()
    var isComplete = true
    text.bytes.withUnsafeBufferPointer { bytes in
      text.spans.withUnsafeBufferPointer { spanBuffer in
        tokens.reserve(text.segments.count + text.segments.count / 4)
        for segment in text.segments {
          let word = WordContext(
            bytes: bytes, spans: text.isIdentity ? nil : spanBuffer, start: Int(segment.start),
            end: Int(segment.end))
          if segment.token >= 0 {
            tokens.append(segment.token, word.span(0, word.end - word.start), text: word.word)
          } else if !model.tokenize(word, &scratch, into: &tokens) {
            isComplete = false
            return
          }
        }
      }
    }
    guard isComplete else {
      throw TokenizerError(
        .unencodable, at: Place(file: name, jsonPath: "$.model"),
        problem: "no token for a piece of the text, and no unknown token")
    }
    return tokens
  }
}
