import PackFiles
import PackJSON

/// The parts of a tokenizer that transformers changes, as tokenizer.json writes them.
struct TokenizerPipeline: Sendable {
  /// The tokenizer of the file; its vocabulary stays.
  let base: Tokenizer
  var normalizer: JSONValue
  var preTokenizer: JSONValue
  var postProcessor: JSONValue
  /// Options of the model that are set anew.
  var model: JSONObject = [:]
  /// The added tokens in the order in which they were added; the order decides the ids of new ones.
  private(set) var added: [TokenSpec]
  private var positions: [ExactText: Int]

  /// The file's own pipeline.
  init(_ file: JSONNode, base: Tokenizer) {
    func part(_ key: String) -> JSONValue { file[key].map { JSONValue($0) } ?? .null }
    self.base = base
    normalizer = part("normalizer")
    preTokenizer = part("pre_tokenizer")
    postProcessor = part("post_processor")
    added = base.addedTokens.map { TokenSpec($0) }
    positions = [:]
    for (position, token) in added.enumerated() { positions[token.content] = position }
  }

  /// Forgets everything but the vocabulary.
  mutating func clear() {
    normalizer = .null
    preTokenizer = .null
    postProcessor = .null
    added = []
    positions = [:]
  }

  /// Whether a text is that of an added token.
  func hasAdded(_ content: ExactText) -> Bool { positions[content] != nil }

  /// Whether a token is there with the very same flags.
  func has(_ token: TokenSpec) -> Bool { positions[token.content].map { added[$0] == token } ?? false }

  /// Adds a token as the reference does: a known one takes the new flags, an empty one is passed over.
  mutating func add(_ token: TokenSpec) {
    guard !token.content.text.isEmpty else { return }
    if let position = positions[token.content] {
      added[position] = token
    } else {
      positions[token.content] = added.count
      added.append(token)
    }
  }

  /// The added tokens with the ids that they get.
  var numbered: [(token: TokenSpec, id: Int)] {
    var next = base.model.vocabulary.count
    return added.map { token in
      if let id = base.model.vocabulary.id(of: Array(token.content.text.utf8)) { return (token, Int(id)) }
      next += 1
      return (token, next - 1)
    }
  }

  /// The id of a token; nil when there is none.
  func id(of content: ExactText) -> Int? {
    base.model.vocabulary.id(of: Array(content.text.utf8)).map { Int($0) }
      ?? numbered.first { $0.token.content == content }?.id
  }

  /// The members of tokenizer.json that are unlike the file's; of `model` the options only.
  func changes(from file: JSONNode) -> JSONObject {
    let original = TokenizerPipeline(file, base: base)
    var changes: JSONObject = [:]
    if !Self.isSame(normalizer, original.normalizer) { changes["normalizer"] = normalizer }
    if !Self.isSame(preTokenizer, original.preTokenizer) { changes["pre_tokenizer"] = preTokenizer }
    if !Self.isSame(postProcessor, original.postProcessor) { changes["post_processor"] = postProcessor }
    if Set(added) != Set(original.added) {
      let sorted = numbered.sorted { $0.id < $1.id }
      changes["added_tokens"] = .array(sorted.map { $0.token.json(id: $0.id) })
    }
    var options: JSONObject = [:]
    for option in model.members
    where !Self.isSame(option.value, file["model"]?[option.key].map { JSONValue($0) } ?? .null) {
      options[option.key] = option.value
    }
    if !options.members.isEmpty { changes["model"] = .object(options) }
    return changes
  }

  /// Whether two values are the same, in whatever order their keys are written.
  private static func isSame(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)):
      left.members.count == right.members.count
        && left.members.allSatisfy { member in right[member.key].map { isSame(member.value, $0) } ?? false }
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy(isSame)
    case (.string(let left), .string(let right)): ExactText(left) == ExactText(right)
    default: left == right
    }
  }
}
