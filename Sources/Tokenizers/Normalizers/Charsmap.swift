/// The rewriting rules that a SentencePiece model carries.
struct Charsmap: Sendable {
  init(_ reader: ComponentReader) throws(TokenizerError) {
    throw reader.unsupported("normalizer is not supported")
  }

  func apply(to text: inout NormalizedText) {}
}
