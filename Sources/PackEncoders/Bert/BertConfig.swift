import PackFiles
import PackJSON

/// config.json of a BERT model (transformers: models/bert/configuration_bert.py).
struct BertConfig: FamilyConfig {
  static let basePrefix = "bert"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layers: PostNormStack.Options
  let positions: Int

  init(_ config: JSONNode) throws(JSONError) {
    try config.requireAbsolutePositionEncoder()
    layers = try PostNormStack.Options(config)
    positions = try config.size("max_position_embeddings", default: 512)
    shape = EncoderShape(
      hiddenSize: layers.hiddenSize, layers: layers.layers, vocabularySize: try config.size("vocab_size"),
      usablePositions: positions, typeCount: try config.size("type_vocab_size", default: 2),
      labels: try config.labelCount())
  }
}
