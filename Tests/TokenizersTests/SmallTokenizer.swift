import PackJSON
import PackTokenizers

/// A tokenizer.json for a test, part by part.
struct SmallTokenizer {
  var truncation = "null"
  var normalizer = "null"
  var preTokenizer = "null"
  var postProcessor = "null"
  var decoder = "null"
  var added = "[]"
  var model: String

  /// The whole file.
  var text: String {
    """
    {"version": "1.0", "truncation": \(truncation), "padding": null, "added_tokens": \(added),
     "normalizer": \(normalizer), "pre_tokenizer": \(preTokenizer), "post_processor": \(postProcessor),
     "decoder": \(decoder), "model": \(model)}
    """
  }

  /// Reads it under the name `small.json`.
  func load() throws(TokenizerError) -> Tokenizer {
    try Tokenizer(bytes: Array(text.utf8), name: "small.json")
  }

  /// A model that has words as they are; ids are positions, `[UNK]` is 0.
  static func words(_ words: [String]) -> String {
    let vocabulary = (["[UNK]"] + words).enumerated().map { "\(quoted($1)): \($0)" }.joined(separator: ", ")
    return #"{"type": "WordLevel", "unk_token": "[UNK]", "vocab": {\#(vocabulary)}}"#
  }

  /// A Unigram model; `<unk>` is 0.
  static func unigram(_ tokens: [(String, Double)]) -> String {
    let vocabulary = ([("<unk>", 0)] + tokens).map { "[\(quoted($0)), \($1)]" }.joined(separator: ", ")
    return #"{"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [\#(vocabulary)]}"#
  }

  /// An added token with every flag.
  static func token(
    _ content: String, id: Int, singleWord: Bool = false, lstrip: Bool = false, rstrip: Bool = false,
    normalized: Bool = false
  ) -> String {
    """
    {"id": \(id), "content": \(quoted(content)), "single_word": \(singleWord), "lstrip": \(lstrip),
     "rstrip": \(rstrip), "normalized": \(normalized), "special": true}
    """
  }

  static func quoted(_ text: String) -> String { JSONValue.string(text).text(.line) }
}

extension Encoding {
  /// Offsets as pairs, which are easier to write in a test.
  var places: [[Int]] { offsets.map { [$0.lowerBound, $0.upperBound] } }
}
