package import PackJSON

/// Holds two tokenizers against each other, on texts that show what their parts do.
package struct TokenizerProof {
  /// What every normalizer and every pre-tokenizer treats in its own way.
  private static let standard = [
    "", " ", "A", "é", " a", "a ", "a  b", "a\tb", "a\nb", "a\u{3000}b\u{A0}c", "e\u{301}", "ÀÉÎ Straße İ",
    "山川 river",
    "``a'' don't", "ﬁsh ①", "THE sun, the sea; (and) the day-time.", "a\u{0}b\u{200D}c\u{FFFD}",
  ]

  private let first: Tokenizer
  private let second: Tokenizer
  private let texts: [String]

  /// Makes texts of the tokens that either tokenizer has added: alone, in a run of text, with spaces and in other cases.
  package init(_ first: Tokenizer, _ second: Tokenizer) {
    (self.first, self.second) = (first, second)
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
  package var difference: String? {
    texts.first { Self.differs(first, second, on: $0) }
  }

  /// A text that the two give other ids, types or offsets for, of these texts and of the scalars of every script: the whole proof.
  ///
  /// - Parameter changes: the members of tokenizer.json in which the second differs from the first; nil where that is not known. A
  ///   post-processor puts tokens around others and cuts spaces off their offsets: where it alone differs, the standard texts, which
  ///   have both, are enough.
  package func wholeDifference(changes: JSONObject? = nil) -> String? {
    let isAround = changes?.members.allSatisfy { $0.key == "post_processor" } ?? false
    return (isAround ? texts : texts + Self.scripts).first { text in
      Self.differs(first, second, on: text)
        || (try? first.encode(text))?.byteOffsets != (try? second.encode(text))?.byteOffsets
    }
  }

  /// Whether the two give other ids or types for a text.
  package static func differs(_ first: Tokenizer, _ second: Tokenizer, on text: String) -> Bool {
    ids(first, text) != ids(second, text)
  }

  /// Ids and types of a text alone, as the first and as the second of a pair; nil where it cannot be encoded.
  private static func ids(_ tokenizer: Tokenizer, _ text: String) -> [[Int32]]? {
    guard let single = try? tokenizer.encode(text), let first = try? tokenizer.encode(text, pair: "a"),
      let second = try? tokenizer.encode("a", pair: text)
    else { return nil }
    return [single, first, second].flatMap { [$0.ids, $0.typeIDs] }
  }

  /// Scalars of every block below U+20000, each within a word, alone and twice: all that are letters, marks, spaces or have
  /// compatibility forms, and a sample of the ideographs and of the Hangul syllables, which the parts treat alike.
  private static var scripts: [String] {
    let whole: [ClosedRange<UInt32>] = [
      0...0x33FF, 0xA000...0xABFF, 0xF900...0xFFFF, 0x1D400...0x1D7FF, 0x1F100...0x1F2FF, 0x2F800...0x2FA1F,
    ]
    let sampled = stride(from: UInt32(0x3400), to: 0x20000, by: 97)
    let scalars = (whole.flatMap { Array($0) } + sampled).compactMap { Unicode.Scalar($0) }
    return stride(from: 0, to: scalars.count, by: 64).map { start in
      scalars[start..<min(start + 64, scalars.count)].map { "a\($0)b \($0) \($0)\($0)" }.joined(
        separator: " ")
    }
  }
}
