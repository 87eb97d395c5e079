import PackJSON
import PackTokenizers
import Testing

/// Two tokenizers held against each other.
@Suite struct TokenizerProofTests {
  private func tokenizer(postProcessor: String) throws -> Tokenizer {
    let model = #"""
      {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
       "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4, "b": 5}}
      """#
    let text = SmallTokenizer(
      normalizer: "null", preTokenizer: #"{"type": "BertPreTokenizer"}"#, postProcessor: postProcessor,
      added: "[]", model: model
    ).text
    return try Tokenizer(JSONDocument(bytes: Array(text.utf8), name: "tokenizer.json"))
  }

  @Test(
    "A change of the post-processor alone is found on the standard texts",
    arguments: [
      // Other tokens around, and other types.
      (#"{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[PAD]", 0]}"#, true),
      (
        #"{"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": true, "add_prefix_space": false}"#,
        true
      ),
      (#"{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"#, false),
    ])
  func postProcessors(other: String, differs: Bool) throws {
    let proof = TokenizerProof(
      try tokenizer(postProcessor: #"{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"#),
      try tokenizer(postProcessor: other))
    #expect((proof.wholeDifference(changes: ["post_processor": .null]) != nil) == differs)
    #expect((proof.wholeDifference() != nil) == differs)
  }
}
