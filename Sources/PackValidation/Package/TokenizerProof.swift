import PackTokenizers

/// Holds two tokenizers against each other, on texts that show what their parts do.
struct TokenizerProof {
  /// What every normalizer and every pre-tokenizer treats in its own way.
  private static let standard = [
    "", " ", "A", "é", " a", "a ", "a  b", "a\tb", "a\nb", "a\u{3000}b\u{A0}c", "e\u{301}", "ÀÉÎ Straße İ",
    "山川 river",
    "``a'' don't", "ﬁsh ①", "THE sun, the sea; (and) the day-time.", "a\u{0}b\u{200D}c\u{FFFD}",
  ]

  private let texts: [String]

  /// Makes texts of the tokens that either tokenizer has added: alone, in a run of text, with spaces and in other cases.
  init(_ first: Tokenizer, _ second: Tokenizer) {
    var texts = Self.standard
    var seen: Set<String> = []
    for token in first.addedTokens + second.addedTokens where seen.insert(token.content).inserted {
      let text = token.content
      texts += [
        text, "a\(text)b", "a  \(text)  b", "\(text)\(text)", "a \(text.uppercased()) \(text.lowercased()) b",
      ]
    }
    self.texts = texts
  }

  /// A text that the two give other ids or types for, as the first or as the second of a pair; nil where there is none.
  func difference(_ first: Tokenizer, _ second: Tokenizer) -> String? {
    texts.first { Self.differs(first, second, on: $0) }
  }

  /// Whether the two give other ids or types for a text.
  static func differs(_ first: Tokenizer, _ second: Tokenizer, on text: String) -> Bool {
    ids(first, text) != ids(second, text)
  }

  /// Ids and types of a text alone, as the first and as the second of a pair; nil where it cannot be encoded.
  private static func ids(_ tokenizer: Tokenizer, _ text: String) -> [[Int32]]? {
    guard let single = try? tokenizer.encode(text), let first = try? tokenizer.encode(text, pair: "a"),
      let second = try? tokenizer.encode("a", pair: text)
    else { return nil }
    return [single, first, second].flatMap { [$0.ids, $0.typeIDs] }
  }
}
