import PackJSON
import PackTokenizers
import Testing

/// Which tokenizer class a package names; test_tokenizer_class.py holds the choice against transformers itself.
@Suite struct ClassChoiceTests {
  private static let model = #"""
    {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
     "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "a": 5, "b": 6, "##n": 7,
     ".": 8}}
    """#
  private static let config = #"""
    {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    """#
  private static let added = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].enumerated()
    .map { SmallTokenizer.token($1, id: $0) }.joined(separator: ", ")

  private static func node(_ text: String) throws -> JSONNode {
    try JSONDocument(bytes: Array(text.utf8), name: "tokenizer_config.json").root
  }

  private func choice(
    lowercase: Bool = true, cleans: Bool = true, family: String = "bert", named: String? = nil,
    processor: String = #"{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"#
  ) throws -> ClassChoice {
    let text = SmallTokenizer(
      normalizer: """
        {"type": "BertNormalizer", "clean_text": \(cleans), "handle_chinese_chars": true, "strip_accents": null,
         "lowercase": \(lowercase)}
        """, preTokenizer: #"{"type": "BertPreTokenizer"}"#, postProcessor: processor,
      added: "[\(Self.added)]", model: Self.model
    ).text
    let file = try Self.node(text)
    let settings = TokenizerSettings(tokenizer: file, config: try Self.node(Self.config))
    return ClassChoice([settings], family: family, named: named, base: try Tokenizer(file.document))
  }

  @Test(arguments: ["bert", "electra", "distilbert"]) func theFamilysClassIsNamedWhereItIsExact(
    family: String
  ) throws {
    let found = try choice(family: family)
    #expect(found.name.hasSuffix("TokenizerFast") && found.name.lowercased().hasPrefix(family))
    #expect(found.settings.members.isEmpty && found.reason == nil)
  }

  @Test func theClassIsToldWhatIsNotItsDefault() throws {
    let found = try choice(lowercase: false)
    #expect(found.name == "BertTokenizerFast" && found.settings == ["do_lower_case": .bool(false)])
  }

  @Test func aFamilyWithoutAClassHasTheGeneralOne() throws {
    let found = try choice(family: "modernbert")
    #expect(found.name == ClassChoice.general && found.reason == .noOwnClass)
  }

  @Test func theSourcesClassIsTriedToo() throws {
    #expect(try choice(family: "xlm-roberta", named: "BertTokenizer").name == "BertTokenizerFast")
  }

  /// Version 5 always cleans texts.
  @Test func aTextThatIsUnlikeInOneVersionIsTheReason() throws {
    let found = try choice(cleans: false)
    #expect(found.name == ClassChoice.general)
    guard case .otherTokenizer("BertTokenizerFast", .five, _?)? = found.reason else {
      Issue.record("\(String(describing: found.reason))")
      return
    }
  }

  /// The class of version 5 takes the file's, and `prepare_for_model` of version 4 has no second separator.
  @Test func anotherPairIsTheReason() throws {
    let found = try choice(
      processor: #"""
        {"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": true,
         "add_prefix_space": false}
        """#
    )
    #expect(found.name == ClassChoice.general && found.reason != nil)
  }

  @Test func aFaultOfANamedClass() throws {
    let text = SmallTokenizer(
      normalizer: #"{"type": "Lowercase"}"#, preTokenizer: #"{"type": "BertPreTokenizer"}"#,
      postProcessor: #"{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"#,
      added: "[\(Self.added)]", model: Self.model
    ).text
    let file = try Self.node(text)
    let base = try Tokenizer(file.document)
    let settings = TokenizerSettings(
      tokenizer: file, config: try Self.node(#"{"tokenizer_class": "BertTokenizerFast"}"#))
    #expect(ClassChoice.fault(settings, named: "BertTokenizerFast", base: base) != nil)
    #expect(ClassChoice.fault(settings, named: ClassChoice.general, base: base) == nil)
  }
}
