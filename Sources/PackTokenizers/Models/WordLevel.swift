/// A model that has each piece as a whole, or not at all.
struct WordLevel: Sendable {
  let vocabulary: Vocabulary
  private let unknown: Int?

  init(_ reader: ComponentReader) throws(TokenizerError) {
    vocabulary = try Vocabulary(try reader.member("vocab"))
    unknown = vocabulary.number(of: try reader.bytes("unk_token"))
  }

  func tokenize(_ word: WordContext, into tokens: inout TokenList) -> Bool {
    let text = word.word
    guard
      let number = vocabulary.number(of: text, hash: vocabulary.hash(text, after: vocabulary.emptyHash))
        ?? unknown
    else { return false }
    tokens.append(vocabulary.id(number), word.span(0, text.count), text: vocabulary.text(number))
    return true
  }
}
