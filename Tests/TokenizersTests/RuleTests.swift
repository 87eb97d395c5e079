import PackFiles
import PackTokenizers
import Testing

/// The rules of the reference that implementations get wrong, one by one; each was measured with it.
struct RuleTests {
  @Test func strippingTokensTakeSpacesIntoTheirPlace() throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "WhitespaceSplit"}"#,
      added: "[\(SmallTokenizer.token("[MASK]", id: 3, lstrip: true))]",
      model: SmallTokenizer.words(["a", "b"])
    ).load()
    let encoding = try tokenizer.encode("a   [MASK] b")
    #expect(encoding.ids == [1, 3, 2])
    #expect(encoding.places == [[0, 1], [1, 10], [11, 12]])
    #expect(encoding.tokens == ["a", "   [MASK]", "b"])
  }

  @Test func aMatchInsideAWordIsGivenUpAndNotTriedAgain() throws {
    let tokenizer = try SmallTokenizer(
      added: "[\(SmallTokenizer.token("ab", id: 9, singleWord: true)), \(SmallTokenizer.token("b", id: 9))]",
      model: SmallTokenizer.words(["cab"])
    ).load()
    #expect(try tokenizer.encode("cab").ids == [1])
  }

  /// The bytes of a fallback count as places of their own, so that what follows is shifted, past the text's end too.
  @Test func fallbackBytesShiftPlacesPastTheEnd() throws {
    let tokenizer = try SmallTokenizer(
      model: #"""
        {"type": "BPE", "byte_fallback": true, "continuing_subword_prefix": "##",
         "vocab": {"a": 0, "<0x23>": 1, "<0x62>": 2, "##d": 3, "##e": 4, "##f": 5, "##de": 6, "##def": 7},
         "merges": [["##d", "##e"], ["##de", "##f"]]}
        """#
    ).load()
    let encoding = try tokenizer.encode("abdef")
    #expect(encoding.ids == [0, 1, 1, 2, 7])
    #expect(encoding.places == [[0, 1], [1, 2], [2, 3], [3, 4], [4, 6]])
  }

  @Test func deletedMarksAreCoveredByNobody() throws {
    let tokenizer = try SmallTokenizer(
      normalizer:
        #"{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}"#,
      preTokenizer: #"{"type": "BertPreTokenizer"}"#, model: SmallTokenizer.words(["cafe", "a"])
    ).load()
    let encoding = try tokenizer.encode("Cafe\u{301} a")
    #expect(encoding.ids == [1, 2])
    #expect(encoding.places == [[0, 4], [6, 7]])
    #expect(encoding.byteOffsets == [0..<4, 7..<8])
  }

  @Test func replacedTextBelongsToTheLastReplacedScalar() throws {
    let tokenizer = try SmallTokenizer(
      normalizer: #"{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}"#,
      preTokenizer: #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}"#,
      model: SmallTokenizer.words(["▁a"])
    ).load()
    let encoding = try tokenizer.encode("  a   a")
    #expect(encoding.ids == [1, 1])
    #expect(encoding.places == [[1, 3], [5, 7]])
  }

  @Test func aMetaspaceThatWasPutInOverlapsTheFirstScalar() throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true}"#,
      model: SmallTokenizer.unigram([("▁", -1), ("a", -1), ("b", -1)])
    ).load()
    let encoding = try tokenizer.encode("a b")
    #expect(encoding.tokens == ["▁", "a", "▁", "b"])
    #expect(encoding.places == [[0, 1], [0, 1], [1, 2], [2, 3]])
  }

  /// The expression of o200k gives capitals back to find a word that goes on in small letters, or one without case.
  @Test(arguments: [
    ("iPhone15ProMax", ["i", "Phone", "15", "Pro", "Max"]), ("HTTPServer", ["HTTPServer"]),
    ("ABC'S don't", ["ABC'S", " don't"]), ("A日B", ["A日", "B"]), ("\u{301}A", ["\u{301}", "A"]),
    ("!\u{301}a", ["!\u{301}a"]), ("./\n/x", ["./\n/", "x"]), ("12345", ["123", "45"]),
  ])
  func wordsBeginWithCapitals(text: String, words: [String]) throws {
    let capitals = #"[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]"#
    let smalls = #"[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]"#
    let (start, end) = (#"[^\\r\\n\\p{L}\\p{N}]?"#, "(?i:'s|'t|'re|'ve|'m|'ll|'d)?")
    let regex =
      "\(start)\(capitals)*\(smalls)+\(end)|\(start)\(capitals)+\(smalls)*\(end)|"
      + #"\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"#
    let tokenizer = try SmallTokenizer(
      preTokenizer:
        #"{"type": "Split", "pattern": {"Regex": "\#(regex)"}, "behavior": "Isolated", "invert": false}"#,
      model: SmallTokenizer.words(Array(Set(words)))
    ).load()
    #expect(try tokenizer.encode(text).tokens.map { Array($0.utf8) } == words.map { Array($0.utf8) })
  }

  @Test func keysThatAreCanonicallyEquivalentStayApart() throws {
    let tokenizer = try SmallTokenizer(model: SmallTokenizer.words(["\u{E9}", "e\u{301}"])).load()
    #expect(try tokenizer.encode("\u{E9}").ids == [1])
    #expect(try tokenizer.encode("e\u{301}").ids == [2])
    #expect(tokenizer.id(ofToken: "e\u{301}") == 2)
  }

  @Test(arguments: [(20, 20, 5, 6), (21, 20, 6, 5), (3, 20, 3, 8), (20, 3, 8, 3), (5, 6, 5, 6)])
  func longestFirstLeavesTheShorterOneAlone(first: Int, second: Int, keptFirst: Int, keptSecond: Int) throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "WhitespaceSplit"}"#, model: SmallTokenizer.words(["a", "b"])
    ).load()
    func words(_ word: String, _ count: Int) -> String {
      Array(repeating: word, count: count).joined(separator: " ")
    }
    let encoding = try tokenizer.encode(
      words("a", first), pair: words("b", second), truncation: Truncation(maximumLength: 11))
    #expect(encoding.ids.count { $0 == 1 } == keptFirst)
    #expect(encoding.ids.count { $0 == 2 } == keptSecond)
  }

  @Test func truncatingTheShortTextIsAnError() throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "WhitespaceSplit"}"#, model: SmallTokenizer.words(["a"])
    ).load()
    let truncation = Truncation(maximumLength: 2, strategy: .onlySecond)
    let error = #expect(throws: TokenizerError.self) {
      try tokenizer.encode("a a a a", pair: "a a", truncation: truncation)
    }
    #expect(error?.code == .cannotTruncate)
    #expect(throws: TokenizerError.self) { try tokenizer.encode("a a a a", truncation: truncation) }
  }

  @Test func aBudgetOfNothingEmptiesBoth() throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "WhitespaceSplit"}"#,
      postProcessor: #"{"type": "BertProcessing", "sep": ["[S]", 8], "cls": ["[C]", 7]}"#,
      model: SmallTokenizer.words(["a"])
    ).load()
    #expect(
      try tokenizer.encode("a a", pair: "a", truncation: Truncation(maximumLength: 3)).ids == [7, 8, 8])
    #expect(throws: TokenizerError.self) {
      try tokenizer.encode("a a", pair: "a", truncation: Truncation(maximumLength: 2))
    }
    #expect(throws: TokenizerError.self) {
      try tokenizer.encode("a", truncation: Truncation(maximumLength: .min))
    }
    #expect(tokenizer.specialTokensAddedToPair == 3)
    #expect(tokenizer.separatesPairs)
  }

  @Test func pairsRestartTheirOffsetsAndTellTheTextsApart() throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "WhitespaceSplit"}"#,
      postProcessor: #"{"type": "BertProcessing", "sep": ["[S]", 8], "cls": ["[C]", 7]}"#,
      model: SmallTokenizer.words(["a", "b"])
    ).load()
    let encoding = try tokenizer.encode("a", pair: "b b")
    #expect(encoding.ids == [7, 1, 8, 2, 2, 8])
    #expect(encoding.typeIDs == [0, 0, 0, 1, 1, 1])
    #expect(encoding.sequenceIDs == [nil, 0, nil, 1, 1, nil])
    #expect(encoding.places == [[0, 0], [0, 1], [0, 0], [0, 1], [2, 3], [0, 0]])
    #expect(encoding.specialTokensMask == [1, 0, 1, 0, 0, 1])
    #expect(encoding.tokens == ["[C]", "a", "[S]", "b", "b", "[S]"])
    #expect(try tokenizer.encode("a", pair: "b", addSpecialTokens: false).ids == [1, 2])
  }

  @Test func theBakedInTruncationIsReadAndNotApplied() throws {
    let tokenizer = try SmallTokenizer(
      truncation: #"{"direction": "Left", "max_length": 2, "strategy": "OnlyFirst", "stride": 0}"#,
      preTokenizer: #"{"type": "WhitespaceSplit"}"#, model: SmallTokenizer.words(["a"])
    ).load()
    #expect(try tokenizer.encode("a a a").count == 3)
    let baked = try #require(tokenizer.bakedInTruncation)
    #expect(baked == Truncation(maximumLength: 2, strategy: .onlyFirst, direction: .left))
    #expect(try tokenizer.encode("a a a", truncation: baked).places == [[2, 3], [4, 5]])
  }

  @Test func batchesGiveWhatSingleTextsGive() throws {
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "WhitespaceSplit"}"#, model: SmallTokenizer.words(["a", "b", "c"])
    ).load()
    let inputs = (0..<500).map {
      Tokenizer.Input(String(repeating: "a b ", count: $0 % 17), pair: $0 % 3 == 0 ? "c" : nil)
    }
    let batch = try tokenizer.encodeBatch(inputs, threads: 4)
    #expect(try batch == inputs.map { try tokenizer.encode($0.text, pair: $0.pair) })
    #expect(try tokenizer.encodeBatch([], threads: 4) == [])
  }

  /// Old files do not name the kind of their model.
  @Test func theKeysOfAModelTellItsKind() throws {
    let pairs = #"{"vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}"#
    #expect(try SmallTokenizer(model: pairs).load().encode("ab").ids == [2])
    let unigram = #"{"unk_id": 0, "vocab": [["<unk>", 0], ["ab", -1]]}"#
    #expect(try SmallTokenizer(model: unigram).load().encode("ab").ids == [1])
    let pieces = #"""
      {"unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
       "vocab": {"[UNK]": 0, "a": 1, "##b": 2}}
      """#
    #expect(try SmallTokenizer(model: pieces).load().encode("ab").ids == [1, 2])
    #expect(
      try SmallTokenizer(model: #"{"unk_token": "a", "vocab": {"a": 0, "ab": 1}}"#).load().encode("ab").ids
        == [1])
  }

  /// An empty text that is put before another takes the place of its first scalar, which so has none.
  @Test func anEmptyPrefixTakesAPlace() throws {
    let tokenizer = try SmallTokenizer(
      normalizer: #"{"type": "Prepend", "prepend": ""}"#, preTokenizer: #"{"type": "WhitespaceSplit"}"#,
      model: SmallTokenizer.words(["a", "b"])
    ).load()
    #expect(try tokenizer.encode("a b").places == [[0, 0], [2, 3]])
  }

  /// The first of two alternatives that begin at one place wins.
  @Test func alternativesAreTriedInTheirOrder() throws {
    let tokenizer = try SmallTokenizer(
      normalizer: #"{"type": "Replace", "pattern": {"Regex": "\\s{2,}|[\\n\\r\\t]"}, "content": "b"}"#,
      preTokenizer: #"{"type": "WhitespaceSplit"}"#, model: SmallTokenizer.words(["aba", "abba"])
    ).load()
    #expect(try tokenizer.encode("a\na a  a a\n\na a a").ids == [1, 1, 1, 0, 0])
  }
}
