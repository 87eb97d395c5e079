import PackFiles
import PackTokenizers
import Testing

/// Files that are wrong or malicious: one clear error with its place, no trap, bounded memory and time.
struct HostileFileTests {
  private static let model = SmallTokenizer.words(["a"])

  private static func bpe(_ vocabulary: String, _ merges: String, _ settings: String = "") -> String {
    #"{"type": "BPE", \#(settings) "vocab": \#(vocabulary), "merges": \#(merges)}"#
  }

  private static func template(single: String = "[]", tokens: String = "{}") -> SmallTokenizer {
    SmallTokenizer(
      postProcessor:
        #"{"type": "TemplateProcessing", "single": \#(single), "pair": [], "special_tokens": \#(tokens)}"#,
      model: model)
  }

  static let files: [(SmallTokenizer, TokenizerError.Code, String)] = [
    (SmallTokenizer(normalizer: #"{"type": "Uppercase"}"#, model: model), .unsupported, "$.normalizer.type"),
    (
      SmallTokenizer(
        normalizer: #"{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "X"}]}"#, model: model),
      .unsupported, "$.normalizer.normalizers[1].type"
    ),
    (
      SmallTokenizer(
        preTokenizer:
          #"{"type": "Split", "pattern": {"Regex": "(a|b)*c"}, "behavior": "Isolated", "invert": false}"#,
        model: model), .unsupported, "$.pre_tokenizer.pattern.Regex"
    ),
    (
      SmallTokenizer(
        normalizer: #"{"type": "Replace", "pattern": {"String": ""}, "content": "x"}"#, model: model),
      .unsupported,
      "$.normalizer.pattern"
    ),
    (SmallTokenizer(postProcessor: #"{"type": "Odd"}"#, model: model), .unsupported, "$.post_processor.type"),
    (SmallTokenizer(decoder: #"{"type": "Odd"}"#, model: model), .unsupported, "$.decoder.type"),
    (SmallTokenizer(model: #"{"type": "Transformer"}"#), .unsupported, "$.model.type"),
    (SmallTokenizer(model: #"{"vocab": {}}"#), .unreadable, "$.model"),
    (
      SmallTokenizer(model: #"{"type": "WordLevel", "unk_token": "a", "vocab": {"a": -1}}"#), .invalid,
      "$.model.vocab.a"
    ),
    (
      SmallTokenizer(model: #"{"type": "WordLevel", "unk_token": "a", "vocab": {"a": 4294967296}}"#),
      .invalid,
      "$.model.vocab.a"
    ),
    (
      SmallTokenizer(model: #"{"type": "WordLevel", "unk_token": "a", "vocab": {"a": 1, "b": 1}}"#), .invalid,
      "$.model.vocab"
    ),
    (
      SmallTokenizer(
        model: #"{"type": "WordLevel", "unk_token": "a", "vocab": {"a": 2000000000, "b": 2000000000}}"#),
      .invalid, "$.model.vocab"
    ),
    (
      SmallTokenizer(model: #"{"type": "WordLevel", "unk_token": "a", "vocab": {"a": 1, "a": 2}}"#),
      .unreadable, ""
    ),
    (SmallTokenizer(model: bpe(#"{"a": 0, "b": 1}"#, #"["a b"]"#)), .invalid, "$.model.merges[0]"),
    (SmallTokenizer(model: bpe(#"{"a": 0, "aa": 1}"#, #"["a a", "a"]"#)), .invalid, "$.model.merges[1]"),
    (SmallTokenizer(model: bpe(#"{"a": 0, "aa": 1}"#, #"[["a", "a", "a"]]"#)), .invalid, "$.model.merges[0]"),
    (SmallTokenizer(model: bpe(#"{"a": 0}"#, "[]", #""dropout": 0.5,"#)), .unsupported, "$.model.dropout"),
    (
      SmallTokenizer(
        model: bpe(#"{"a": 0, "b": 1}"#, #"[["a", "b"]]"#, #""continuing_subword_prefix": "@@@@","#)),
      .invalid,
      "$.model.merges[0]"
    ),
    (
      SmallTokenizer(model: #"{"type": "Unigram", "unk_id": 5, "vocab": [["a", 0]]}"#), .invalid,
      "$.model.unk_id"
    ),
    (
      SmallTokenizer(model: #"{"type": "Unigram", "unk_id": 0, "vocab": [["a"]]}"#), .invalid,
      "$.model.vocab[0]"
    ),
    (
      SmallTokenizer(model: #"{"type": "Unigram", "unk_id": 0, "vocab": [["a", 1e999]]}"#), .invalid,
      "$.model.vocab[0]"
    ),
    (
      SmallTokenizer(
        model:
          #"{"type": "WordPiece", "unk_token": "a", "continuing_subword_prefix": "", "max_input_chars_per_word": 4000000000, "vocab": {"a": 0}}"#
      ), .unsupported, "$.model.max_input_chars_per_word"
    ),
    (
      SmallTokenizer(normalizer: #"{"type": "Precompiled", "precompiled_charsmap": "AAAA!"}"#, model: model),
      .invalid,
      "$.normalizer.precompiled_charsmap"
    ),
    (
      // A trie of 4096 bytes in a charsmap of 8.
      SmallTokenizer(
        normalizer: #"{"type": "Precompiled", "precompiled_charsmap": "ABAAAAAAAAA="}"#, model: model),
      .invalid, "$.normalizer.precompiled_charsmap"
    ),
    (
      // One unit that has a text far outside.
      SmallTokenizer(
        normalizer: #"{"type": "Precompiled", "precompiled_charsmap": "BAAAAAD//38="}"#, model: model),
      .invalid, "$.normalizer.precompiled_charsmap"
    ),
    (
      SmallTokenizer(
        postProcessor:
          #"{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "X", "type_id": 0}}], "pair": [], "special_tokens": {}}"#,
        model: model), .invalid, "$.post_processor.special_tokens"
    ),
    (
      SmallTokenizer(
        postProcessor:
          #"{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "B", "type_id": 0}}], "pair": [], "special_tokens": {}}"#,
        model: model), .invalid, "$.post_processor.single[0].Sequence.id"
    ),
    (template(single: "[{}]"), .invalid, "$.post_processor.single[0]"),
    (template(single: #"[{"Token": {}}]"#), .unsupported, "$.post_processor.single[0].Token"),
    (
      template(tokens: #"{"[C]": {"ids": [1], "tokens": ["a"]}}"#), .unreadable,
      #"$.post_processor.special_tokens["[C]"]"#
    ),
    (
      template(tokens: #"{"[C]": {"id": "[C]", "tokens": ["a"]}}"#), .unreadable,
      #"$.post_processor.special_tokens["[C]"]"#
    ),
    (
      template(tokens: #"{"[C]": {"id": "[C]", "ids": [1, 2], "tokens": ["a"]}}"#), .invalid,
      #"$.post_processor.special_tokens["[C]"]"#
    ),
    (
      template(tokens: #"{"[C]": {"id": "[C]", "ids": [4294967296], "tokens": ["a"]}}"#), .invalid,
      #"$.post_processor.special_tokens["[C]"].ids[0]"#
    ),
    (
      SmallTokenizer(
        postProcessor: #"{"type": "BertProcessing", "sep": ["[S]", 1], "cls": ["[C]"]}"#, model: model),
      .invalid, "$.post_processor.cls"
    ),
    (
      SmallTokenizer(postProcessor: #"{"type": "ByteLevel", "trim_offsets": false}"#, model: model),
      .unreadable, "$.post_processor"
    ),
    (
      SmallTokenizer(
        normalizer: #"{"type": "Lowercase"}"#,
        added:
          "[\(SmallTokenizer.token("A", id: 2, normalized: true)), \(SmallTokenizer.token("a", id: 3, normalized: true))]",
        model: model), .invalid, "$.added_tokens"
    ),
  ]

  @Test(arguments: files.indices)
  func isRefusedWithItsPlace(index: Int) {
    let (file, code, path) = Self.files[index]
    let error = #expect(throws: TokenizerError.self) { try file.load() }
    #expect(error?.code == code)
    #expect(error?.place.file == "small.json")
    if !path.isEmpty { #expect(error?.place.jsonPath == path) }
  }

  @Test(arguments: [
    "", "[]", "null", "{\"model\": 1}",
    #"{"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}, "modle": 1}"#,
    #"{"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}, "padding": {}}"#,
    #"{"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}, "padding": "x"}"#,
    #"{"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}, "truncation": {"max_length": 5, "strategy": "LongestFirst"}}"#,
    "{\"model\": {\"type\": \"BPE\"}}",
    "{\"version\": \"2.0\", \"model\": {}}",
    "{\"model\": {\"type\": \"WordLevel\", \"unk_token\": \"a\", \"vocab\": [1]}}",
    String(repeating: "[", count: 100_000),
  ])
  func isNoTokenizer(text: String) {
    #expect(throws: TokenizerError.self) { try Tokenizer(bytes: Array(text.utf8), name: "x") }
  }

  @Test func deepNestingIsRefused() {
    let depth = 2000
    let normalizer =
      String(repeating: #"{"type": "Sequence", "normalizers": ["#, count: depth) + #"{"type": "NFC"}"#
      + String(repeating: "]}", count: depth)
    #expect(throws: TokenizerError.self) {
      try SmallTokenizer(normalizer: normalizer, model: Self.model).load()
    }
  }

  @Test func rulesThatMultiplyTheTextAreStopped() throws {
    let double = #"{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"#
    let steps = Array(repeating: double, count: 60).joined(separator: ", ")
    let tokenizer = try SmallTokenizer(
      normalizer: #"{"type": "Sequence", "normalizers": [\#(steps)]}"#, model: Self.model
    ).load()
    #expect(throws: TokenizerError.self) { try tokenizer.encode("aaaa") }
    #expect(try tokenizer.encode("b").ids == [0])
  }

  @Test func cyclicMergesEnd() throws {
    // Merging a with the empty rest of @@ gives a again.
    let tokenizer = try SmallTokenizer(
      model: Self.bpe(
        #"{"a": 0, "@@a": 1, "@@": 2}"#, #"[["a", "@@"]]"#, #""continuing_subword_prefix": "@@","#)
    ).load()
    #expect(try tokenizer.encode(String(repeating: "a", count: 3000)).count == 3000)
  }

  @Test func aTextWithoutUnknownTokenIsAnError() throws {
    let tokenizer = try SmallTokenizer(
      model: #"{"type": "WordLevel", "unk_token": "?", "vocab": {"a": 0}}"#
    ).load()
    let error = #expect(throws: TokenizerError.self) { try tokenizer.encode("b") }
    #expect(error?.code == .unencodable)
    #expect(error?.place.jsonPath == "$.model")
  }

  @Test func aMillionAddedTokenLookupsAreLinear() throws {
    // Every place of the text begins most of the token: a search that starts over at each would need 10^10 steps.
    let token = String(repeating: "a", count: 10_000) + "b"
    let tokenizer = try SmallTokenizer(
      preTokenizer: #"{"type": "CharDelimiterSplit", "delimiter": "a"}"#,
      added: "[\(SmallTokenizer.token(token, id: 2))]", model: Self.model
    ).load()
    #expect(try tokenizer.encode(String(repeating: "a", count: 1_000_000)).count == 0)
  }
}
