import PackFiles
import PackJSON
import PackTokenizers
import Testing

/// What transformers makes of a tokenizer's settings; `settings.py` compares it with the real one on generated files.
@Suite struct EffectiveTokenizerTests {
  private static let model = #"""
    {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
     "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "sun": 4, "sea": 5, "##n": 6, "su": 7}}
    """#
  private static let added = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].enumerated()
    .map { SmallTokenizer.token($1, id: $0) }.joined(separator: ", ")

  private static func node(_ text: String) throws -> JSONNode {
    try JSONDocument(bytes: Array(text.utf8), name: "settings.json").root
  }

  private func effective(
    _ version: TransformersVersion, config: String, map: String? = nil, addedTokens: String? = nil,
    preTokenizer: String = #"{"type": "BertPreTokenizer"}"#
  ) throws -> EffectiveTokenizer {
    let text = SmallTokenizer(
      normalizer: #"""
        {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null,
         "lowercase": true}
        """#, preTokenizer: preTokenizer,
      postProcessor: #"{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"#,
      added: "[\(Self.added)]", model: Self.model
    ).text
    let file = try Self.node(text)
    let settings = TokenizerSettings(
      tokenizer: file, config: try Self.node(config), specialTokensMap: try map.map(Self.node),
      addedTokens: try addedTokens.map(Self.node))
    return try EffectiveTokenizer(settings, version: version, base: try Tokenizer(file.document))
  }

  @Test(arguments: TransformersVersion.allCases)
  func theNeutralClassChangesNothing(version: TransformersVersion) throws {
    let made = try effective(
      version,
      config: #"{"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]", "legacy": true}"#)
    #expect(made.changes.members.isEmpty && made.id(ofNamed: "pad_token") == 0)
  }

  @Test(arguments: TransformersVersion.allCases)
  func aWordThatBecomesASpecialTokenIsCutOutOfWords(version: TransformersVersion) throws {
    let made = try effective(
      version, config: #"{"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "su"}"#)
    #expect(made.changes.members.map(\.key) == ["added_tokens"])
    #expect(try made.tokenizer.encode("sun", addSpecialTokens: false).ids == [7, 1])
  }

  @Test(arguments: TransformersVersion.allCases)
  func aSideFileAddsATokenBehindTheVocabulary(version: TransformersVersion) throws {
    let made = try effective(
      version, config: #"{"tokenizer_class": "PreTrainedTokenizerFast"}"#,
      addedTokens: #"{"lighthouse": 4096}"#)
    #expect(try made.tokenizer.encode("lighthouse", addSpecialTokens: false).ids == [8])
  }

  /// The number only ranks the tokens: one that is taken hides the token, and Python takes true for 1.
  @Test(arguments: TransformersVersion.allCases)
  func aTokenOfASideFileIsHiddenByAnotherOfItsNumber(version: TransformersVersion) throws {
    let config = #"{"tokenizer_class": "PreTrainedTokenizerFast"}"#
    let hidden = ["1", "true", "false", "1.0"]
    for number in hidden + ["-1", "1.5"] {
      let made = try effective(version, config: config, addedTokens: "{\"lighthouse\": \(number)}")
      let ids = try made.tokenizer.encode("lighthouse", addSpecialTokens: false).ids
      #expect(ids == [hidden.contains(number) ? 1 : 8], "\(number)")
    }
    for number in ["\"1\"", "null", "[]"] {
      #expect(throws: TokenizerError.self) {
        try effective(version, config: config, addedTokens: "{\"lighthouse\": \(number)}")
      }
    }
  }

  /// Of an `added_tokens_decoder` in the settings, no side file is read.
  @Test(arguments: TransformersVersion.allCases)
  func theSpecialTokensMapWinsOverTheSettings(version: TransformersVersion) throws {
    let config = #"{"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]""#
    let map = #"{"pad_token": "[SEP]"}"#
    #expect(try effective(version, config: config + "}", map: map).id(ofNamed: "pad_token") == 3)
    #expect(
      try effective(version, config: config + #", "added_tokens_decoder": {}}"#, map: map).id(
        ofNamed: "pad_token") == 0)
  }

  /// Saving looks for code in it.
  @Test(arguments: TransformersVersion.allCases)
  func theSpecialTokensMapNamesNoCode(version: TransformersVersion) throws {
    let config = #"{"tokenizer_class": "PreTrainedTokenizerFast"}"#
    _ = try effective(version, config: config, map: #"{"auto_map": null}"#)
    #expect(throws: TokenizerError.self) {
      try effective(version, config: config, map: #"{"auto_map": 0.5}"#)
    }
  }

  @Test(arguments: TransformersVersion.allCases)
  func aClassHasItsOwnNormalizer(version: TransformersVersion) throws {
    let made = try effective(
      version, config: #"{"tokenizer_class": "BertTokenizer", "do_lower_case": false}"#)
    #expect(try made.tokenizer.encode("Sun", addSpecialTokens: false).ids == [1])
    #expect(made.changes["normalizer"] != nil && made.isWritable)
  }

  /// A default of version 4 stands for the key that is absent.
  @Test func anAbsentKeyTakesAwayTheSpaceInVersionFourAlone() throws {
    let spaced = #"{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}"#
    for (given, changes) in [("", true), (#", "add_prefix_space": true"#, false)] {
      let config = #"{"tokenizer_class": "PreTrainedTokenizerFast"\#(given)}"#
      #expect(try effective(.four, config: config, preTokenizer: spaced).changes.members.isEmpty != changes)
      #expect(try effective(.five, config: config, preTokenizer: spaced).changes.members.isEmpty)
    }
  }

  @Test(arguments: [
    ("\"add_tokens\": 1", [4, 5]), ("\"slow_tokenizer_class\": 1", []),
    ("\"tokenizer_object\": \"x\"", [4, 5]),
    ("\"post_processor\": \"sigmoid\"", [5]), ("\"extra_special_tokens\": []", [4]),
    ("\"additional_special_tokens\": {\"a\": \"b\"}", [4]), ("\"auto_map\": null", [4, 5]),
    ("\"pad_token\": 3", [4, 5]), ("\"padding_side\": \"up\"", [4, 5]),
    ("\"split_special_tokens\": 0", [4, 5]), ("\"_json_truncation\": 0", [5]),
    ("\"_json_padding\": null", []), ("\"tokenizer_truncation\": 0", []),
  ])
  func whatDoesNotLoadIsRefused(setting: String, versions: [Int]) throws {
    let config = "{\"tokenizer_class\": \"PreTrainedTokenizerFast\", \(setting)}"
    for version in TransformersVersion.allCases {
      var refused: TokenizerError?
      do { _ = try effective(version, config: config) } catch let error as TokenizerError { refused = error }
      #expect((refused?.code == .refused) == versions.contains(version.rawValue), "\(setting) \(version)")
    }
  }

  @Test func whatIsNotKnownIsSaid() throws {
    for setting in ["\"tokenizer_class\": \"T5Tokenizer\"", "\"tokenizer_file\": \"other.json\""] {
      #expect {
        _ = try effective(.four, config: "{\(setting)}")
      } throws: { ($0 as? TokenizerError)?.code == .undetermined }
    }
  }

  @Test func aVocabularyOfAnotherFileIsNotKnown() throws {
    let config = #"{"tokenizer_class": "BertTokenizer", "gguf_file": "other.gguf"}"#
    #expect { try effective(.five, config: config) } throws: {
      ($0 as? TokenizerError)?.code != .refused && "\($0)".contains("gguf_file takes the vocabulary's place")
    }
    // The general class, and version 4, read tokenizer.json.
    #expect(throws: Never.self) { try effective(.four, config: config) }
    let general = #"{"tokenizer_class": "PreTrainedTokenizerFast", "gguf_file": "other.gguf"}"#
    #expect(throws: Never.self) { try effective(.five, config: general) }
  }
}
