import PackFiles
import PackJSON

extension Tokenizer {
  /// A tokenizer with some members of its file changed; the vocabulary is shared.
  ///
  /// - Parameters:
  ///   - base: the tokenizer.
  ///   - changes: `normalizer`, `pre_tokenizer`, `post_processor`, `added_tokens`, and of `model` the options that change.
  ///   - looksForOldForms: whether normalized added tokens are looked for in the form that the former normalizer gave them.
  /// - Throws: ``TokenizerError`` when a member is not supported, or does not go with the vocabulary.
  init(_ base: Tokenizer, changes: JSONObject, looksForOldForms: Bool) throws(TokenizerError) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(bytes: Array(JSONValue.object(changes).text(.line).utf8), name: base.name)
    } catch {
      throw TokenizerError(.unreadable, error)
    }
    let reader = ComponentReader(node: document.root)
    name = base.name
    model =
      try reader.optional("model").map { reader throws(TokenizerError) in
        try base.model.changed(reader)
      } ?? base.model
    normalizer =
      reader.has("normalizer")
      ? try reader.optional("normalizer").map { reader throws(TokenizerError) in try Normalizer(reader) }
      : base.normalizer
    preTokenizer =
      reader.has("pre_tokenizer")
      ? try reader.optional("pre_tokenizer").map { reader throws(TokenizerError) in try PreTokenizer(reader) }
      : base.preTokenizer
    postProcessor =
      reader.has("post_processor")
      ? try reader.optional("post_processor").map { reader throws(TokenizerError) in try PostProcessor(reader)
      }
        ?? PostProcessor()
      : base.postProcessor
    decoder = base.decoder
    let forms = looksForOldForms ? base.normalizer : normalizer
    if reader.has("added_tokens") {
      added = try AddedVocabulary(reader, vocabulary: model.vocabulary, normalizer: forms)
    } else if reader.has("normalizer"), !looksForOldForms {
      added = try base.added.with(normalizer, place: document.root.place(of: "added_tokens"))
    } else {
      added = base.added
    }
    bakedInTruncation = base.bakedInTruncation
    hasBakedInPadding = base.hasBakedInPadding
  }
}
