import PackJSON

/// The part of a tokenizer that knows the vocabulary.
enum Model: Sendable {
  case wordPiece(WordPiece)
  case wordLevel(WordLevel)
  case bytePairs(BytePairEncoding)
  case unigram(Unigram)

  /// Reads the component under `model`.
  init(_ reader: ComponentReader) throws(TokenizerError) {
    switch try reader.has("type") ? reader.type() : Self.type(ofKeys: reader) {
    case "WordPiece": self = .wordPiece(try WordPiece(reader))
    case "BPE": self = .bytePairs(try BytePairEncoding(reader))
    case "Unigram": self = .unigram(try Unigram(reader))
    case "WordLevel": self = .wordLevel(try WordLevel(reader))
    default: throw try reader.member("type").unsupported("model is not supported")
    }
  }

  /// The type of a model that old files do not name: its keys tell it.
  private static func type(ofKeys reader: ComponentReader) -> String {
    if reader.has("merges") { return "BPE" }
    if reader.node["vocab"]?.kind == .array { return "Unigram" }
    return reader.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel"
  }

  /// The model's `type` in tokenizer.json.
  var type: String {
    switch self {
    case .wordPiece: "WordPiece"
    case .wordLevel: "WordLevel"
    case .bytePairs: "BPE"
    case .unigram: "Unigram"
    }
  }

  /// Tokens and ids.
  var vocabulary: Vocabulary {
    switch self {
    case .wordPiece(let model): model.vocabulary
    case .wordLevel(let model): model.vocabulary
    case .bytePairs(let model): model.vocabulary
    case .unigram(let model): model.vocabulary
    }
  }

  /// The model with some options changed, and the vocabulary that it has.
  func changed(_ options: ComponentReader) throws(TokenizerError) -> Model {
    switch self {
    case .wordPiece(let model): .wordPiece(try model.changed(options))
    case .wordLevel: throw options.unsupported("options of this model do not change")
    case .bytePairs(let model): .bytePairs(try model.changed(options))
    case .unigram(let model): .unigram(try model.changed(options))
    }
  }

  /// Cuts a piece of text into tokens.
  ///
  /// - Returns: false when the piece needs an unknown token and there is none.
  @inline(__always)
  func tokenize(_ word: WordContext, _ scratch: inout ModelScratch, into tokens: inout TokenList) -> Bool {
    switch self {
    case .wordPiece(let model): model.tokenize(word, &scratch, into: &tokens)
    case .wordLevel(let model): model.tokenize(word, into: &tokens)
    case .bytePairs(let model): model.tokenize(word, &scratch, into: &tokens)
    case .unigram(let model): model.tokenize(word, &scratch, into: &tokens)
    }
  }
}

/// Memory that a model uses again for every piece.
struct ModelScratch {
  var hashes: [UInt64] = []
  var ends: [Int] = []
  var symbols = SymbolList()
  var path: [Unigram.Step] = []
}
