import PackFiles
import PackJSON

/// The tokens that transformers gathers from the files before it makes a tokenizer: `added_tokens_decoder`.
struct AddedTokenSources: Sendable {
  /// Tokens by the id that their file gives them, which only ranks them.
  private(set) var byID: [Double: TokenSpec] = [:]
  /// The same by text: what a special token's text is replaced by.
  private(set) var byContent: [ExactText: TokenSpec] = [:]

  /// In the order in which they are added.
  var ranked: [TokenSpec] { byID.sorted { $0.key < $1.key }.map(\.value) }

  /// Reads `added_tokens_decoder` of tokenizer_config.json, beside which no other file is asked.
  init(decoder: JSONNode) throws(TokenizerError) {
    guard let members = try? decoder.members() else {
      throw .refused(decoder, "added_tokens_decoder is not an object", expected: "an object")
    }
    for member in members {
      guard let id = Int(member.key) else {
        throw .refused(member.value, "the key of an added token is not an id", expected: "an integer")
      }
      guard member.value.kind == .object else {
        throw .refused(member.value, "an added token is not an object", expected: "an object")
      }
      add(try TokenSpec(SettingValue(member.value), at: member.value.place), id: id)
    }
  }

  /// Nothing yet.
  init() {}

  /// Adds what added_tokens.json has, an object from texts to ids.
  ///
  /// - Parameters:
  ///   - special: the texts of special tokens.
  ///   - key: the text under which a special token finds the tokens; nil for the token's own.
  mutating func add(file: JSONNode, special: Set<ExactText>, under key: ExactText?) throws(TokenizerError) {
    guard let members = try? file.members() else {
      throw .refused(file, "the file is not an object", expected: "an object from tokens to ids")
    }
    for member in members {
      // It only ranks the tokens: Python compares any two numbers, and its true is 1.
      guard let id = (try? member.value.double()) ?? (try? member.value.bool()).map({ $0 ? 1 : 0 }) else {
        throw .refused(member.value, "the id of an added token is not a number", expected: "an integer")
      }
      let content = ExactText(member.key)
      let token = TokenSpec(content, isSpecial: special.contains(content))
      byID[id] = token
      byContent[key ?? content] = token
    }
  }

  /// Adds the `added_tokens` of tokenizer.json.
  mutating func add(tokenizer: JSONNode) throws(TokenizerError) {
    guard let node = tokenizer["added_tokens"] else {
      throw TokenizerError(
        .refused, at: tokenizer.place(of: "added_tokens"), problem: "added_tokens is missing",
        expected: "a list, which may be empty")
    }
    guard let elements = try? node.elements() else {
      throw .refused(node, "added_tokens is not a list", expected: "a list, which may be empty")
    }
    for element in elements {
      guard let id = try? element["id"]?.int() else {
        throw .refused(element, "an added token has no id", expected: "an integer")
      }
      add(try TokenSpec(SettingValue(element), at: element.place), id: id)
    }
  }

  private mutating func add(_ token: TokenSpec, id: Int) {
    byID[Double(id)] = token
    byContent[token.content] = token
  }
}
