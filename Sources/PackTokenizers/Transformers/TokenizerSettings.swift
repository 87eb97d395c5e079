import PackFiles
package import PackJSON

/// The files beside a tokenizer.json that change what transformers makes of it.
package struct TokenizerSettings: Sendable {
  /// tokenizer.json.
  package var tokenizer: JSONNode
  /// tokenizer_config.json; nil where there is none.
  package var config: JSONNode?
  /// special_tokens_map.json; nil where there is none.
  package var specialTokensMap: JSONNode?
  /// added_tokens.json; nil where there is none.
  package var addedTokens: JSONNode?
  /// config.json of the model, which names a class where the settings do not; nil where there is none.
  package var model: JSONNode?

  /// Takes the roots of the files of one directory.
  package init(
    tokenizer: JSONNode, config: JSONNode? = nil, specialTokensMap: JSONNode? = nil,
    addedTokens: JSONNode? = nil, model: JSONNode? = nil
  ) {
    self.tokenizer = tokenizer
    self.config = config
    self.specialTokensMap = specialTokensMap
    self.addedTokens = addedTokens
    self.model = model
  }
}

extension TokenizerSettings {
  /// Where what no file says would stand.
  var place: Place { config?.place ?? tokenizer.place }
}
