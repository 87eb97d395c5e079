public import PackFiles
package import PackJSON

/// A tokenizer as a tokenizer.json describes it.
///
/// It gives the ids, offsets, segment ids and masks that the Python package `tokenizers` 0.23 gives for the same
/// file. A file that asks for anything else than what is implemented is refused.
///
/// ```swift
/// let tokenizer = try Tokenizer(readingFile: "tokenizer.json")
/// let encoding = try tokenizer.encode("What is a map?", pair: "A map is a picture of a place.")
/// ```
public struct Tokenizer: Sendable {
  let name: String
  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer?
  let model: Model
  let postProcessor: PostProcessor
  let decoder: Decoder?
  let added: AddedVocabulary

  /// The truncation that the file has baked in; it is not applied unless it is passed to `encode`.
  public let bakedInTruncation: Truncation?

  /// Whether the file asks for padding, which no call here does.
  public let hasBakedInPadding: Bool

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: a tokenizer.json under any name.
  ///   - name: the name that errors give it, when that differs from the path.
  /// - Throws: ``PackFiles/FileError`` when it cannot be read, else ``TokenizerError``.
  public init(readingFile path: String, name: String? = nil) throws {
    try self.init(bytes: try readFile(path, name: name), name: name ?? path)
  }

  /// Reads the text of a tokenizer.json.
  ///
  /// - Parameters:
  ///   - bytes: JSON.
  ///   - name: the name that errors give it.
  /// - Throws: ``TokenizerError`` with the JSON path of what is wrong or not supported.
  public init(bytes: [UInt8], name: String) throws(TokenizerError) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(bytes: bytes, name: name)
    } catch {
      throw TokenizerError(.unreadable, error)
    }
    try self.init(document)
  }

  /// Reads a tokenizer.json that has been parsed already.
  ///
  /// - Throws: ``TokenizerError`` with the JSON path of what is wrong or not supported.
  package init(_ document: JSONDocument) throws(TokenizerError) {
    let reader = ComponentReader(node: document.root)
    if reader.has("version"), try reader.string("version") != "1.0" {
      throw try reader.member("version").unsupported("unknown version", expected: "1.0")
    }
    name = document.name
    normalizer = try reader.optional("normalizer").map { reader throws(TokenizerError) in
      try Normalizer(reader)
    }
    preTokenizer = try reader.optional("pre_tokenizer").map { reader throws(TokenizerError) in
      try PreTokenizer(reader)
    }
    model = try Model(try reader.member("model"))
    postProcessor =
      try reader.optional("post_processor").map { reader throws(TokenizerError) in try PostProcessor(reader) }
      ?? PostProcessor()
    decoder = try reader.optional("decoder").map { reader throws(TokenizerError) in try Decoder(reader) }
    added = try AddedVocabulary(reader, vocabulary: model.vocabulary, normalizer: normalizer)
    bakedInTruncation = try reader.optional("truncation").map { reader throws(TokenizerError) in
      try Truncation(reader)
    }
    hasBakedInPadding = try Self.checkPadding(reader)
    try Self.checkKeys(document.root)
  }

  private static let keys: Set<String> = [
    "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor",
    "decoder", "model",
  ]

  /// The reference refuses a file with any other key.
  private static func checkKeys(_ root: JSONNode) throws(TokenizerError) {
    guard let members = try? root.members() else { return }
    for member in members where !keys.contains(member.key) {
      throw ComponentReader(node: member.value).unsupported(
        "unknown key \(member.key.quotedForMessage)", expected: "only the keys of a tokenizer")
    }
  }

  /// Whether there is padding; it is not applied, but must be whole, as the reference demands.
  private static func checkPadding(_ reader: ComponentReader) throws(TokenizerError) -> Bool {
    guard let padding = try reader.optional("padding") else { return false }
    let strategy = try padding.member("strategy")
    if strategy.node.kind == .string {
      guard try padding.string("strategy") == "BatchLongest" else {
        throw strategy.invalid("unknown strategy")
      }
    } else {
      _ = try strategy.count("Fixed")
    }
    guard ["Left", "Right"].contains(try padding.string("direction")) else {
      throw try padding.member("direction").invalid("unknown direction", expected: "Left or Right")
    }
    if try padding.optional("pad_to_multiple_of") != nil { _ = try padding.count("pad_to_multiple_of") }
    _ = try padding.id("pad_id")
    _ = try padding.count("pad_type_id")
    _ = try padding.bytes("pad_token")
    return true
  }

  /// The id of a token, added or not; nil when there is none.
  public func id(ofToken token: String) -> Int? {
    let bytes = Array(token.utf8)
    return (added.id(of: bytes) ?? model.vocabulary.id(of: bytes)).map { Int($0) }
  }

  /// The token with an id; nil when there is none.
  public func token(ofID id: Int) -> String? {
    guard let id = Int32(exactly: id) else { return nil }
    return (added.decodedText(id) ?? model.vocabulary.text(ofID: id).map { Array($0) })
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// The largest id that a token has, added tokens included; -1 when there is no token.
  public var highestID: Int { max(model.vocabulary.highestID, added.tokens.last?.id ?? -1) }

  /// Number of tokens, added ones included.
  public var count: Int {
    model.vocabulary.count + added.tokens.count { model.vocabulary.id(of: Array($0.content.utf8)) == nil }
  }

  /// The added tokens in the order of their ids.
  public var addedTokens: [AddedToken] { added.tokens }

  /// Number of special tokens that encoding one text adds.
  public var specialTokensAddedToSingle: Int { postProcessor.addedToSingle }

  /// Number of special tokens that encoding a pair adds.
  public var specialTokensAddedToPair: Int { postProcessor.addedToPair }

  /// Whether a pair comes out with both texts and with special tokens between or around them.
  public var separatesPairs: Bool { postProcessor.separatesPairs }
}
