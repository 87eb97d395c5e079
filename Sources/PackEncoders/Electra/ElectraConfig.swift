import PackFiles
import PackJSON

/// config.json of an ELECTRA model (transformers: models/electra/configuration_electra.py).
struct ElectraConfig: FamilyConfig {
  static let basePrefix = "electra"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layers: PostNormStack.Options
  let embeddingSize: Int

  init(_ config: JSONNode) throws(JSONError) {
    try config.requireAbsolutePositionEncoder()
    layers = try PostNormStack.Options(config)
    embeddingSize = try config.size("embedding_size")
    shape = EncoderShape(
      hiddenSize: layers.hiddenSize, layers: layers.layers, vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 512),
      typeCount: try config.size("type_vocab_size", default: 2), labels: try config.labelCount())
  }
}
