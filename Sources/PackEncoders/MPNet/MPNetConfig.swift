import PackFiles
import PackJSON

/// config.json of an MPNet model (transformers: models/mpnet/configuration_mpnet.py).
struct MPNetConfig: FamilyConfig {
  static let basePrefix = "mpnet"
  static let landmark = "embeddings.word_embeddings.weight"

  /// The padding id is 1 whatever the config says.
  static let positionRule = TokenEmbedding.PositionRule.afterPadding(1)

  let shape: EncoderShape
  let layers: PostNormStack.Options
  /// Rows of the position table; the first are reserved.
  let positions: Int

  init(_ config: JSONNode) throws(JSONError) {
    layers = try PostNormStack.Options(config)
    positions = try config.positionCount(
      "max_position_embeddings", reserved: Self.positionRule.reserved, default: 512)
    try config.requireOption("relative_attention_num_buckets", DistanceBuckets.count)
    shape = EncoderShape(
      hiddenSize: layers.hiddenSize, layers: layers.layers, vocabularySize: try config.size("vocab_size"),
      usablePositions: positions - Self.positionRule.reserved, typeCount: 0, labels: try config.labelCount())
  }
}
