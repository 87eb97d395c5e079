import PackFiles

/// The side of a text that is cut, or filled up.
package enum TokenizerSide: String, Sendable {
  case left, right
}

/// What a tokenizer of transformers has beside its pipeline.
package struct TokenizerAttributes: Sendable {
  /// Where padding goes.
  package var paddingSide = TokenizerSide.right
  /// Where a text that is too long is cut.
  package var truncationSide = TokenizerSide.right
  /// The names of what it returns: `model_input_names`.
  package var inputNames: [String] = []
  /// Whether the texts of special tokens are cut like any other text.
  package var splitsSpecialTokens = false
  /// `model_max_length`; nil where there is no limit.
  package var maximumLength: Double?
  /// The tokens with a name, `pad_token` and others, by that name.
  package var namedTokens: [String: String] = [:]
}
