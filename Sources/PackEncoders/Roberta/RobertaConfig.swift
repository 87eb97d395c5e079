import PackFiles
import PackJSON

/// config.json of a RoBERTa, XLM-RoBERTa or CamemBERT model (transformers: models/roberta/configuration_roberta.py).
struct RobertaConfig: FamilyConfig {
  static let basePrefix = "roberta"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layers: PostNormStack.Options
  /// Rows of the position table; the first are reserved.
  let positions: Int
  let positionRule: TokenEmbedding.PositionRule

  init(_ config: JSONNode) throws(JSONError) {
    try config.requireAbsolutePositionEncoder()
    layers = try PostNormStack.Options(config)
    let vocabularySize = try config.size("vocab_size")
    positionRule = .afterPadding(try config.tokenID("pad_token_id", default: 1, below: vocabularySize))
    positions = try config.positionCount(
      "max_position_embeddings", reserved: positionRule.reserved, default: 512)
    shape = EncoderShape(
      hiddenSize: layers.hiddenSize, layers: layers.layers, vocabularySize: vocabularySize,
      usablePositions: positions - positionRule.reserved,
      typeCount: try config.size("type_vocab_size", default: 2),
      labels: try config.labelCount())
  }
}
