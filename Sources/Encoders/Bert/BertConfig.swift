import Files
import JSON

/// config.json of a BERT model (transformers: models/bert/configuration_bert.py).
struct BertConfig: FamilyConfig {
  static let basePrefix = "bert"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layers: PostNormStack.Options
  let positions: Int

  init(_ config: JSONNode) throws(JSONError) {
    try config.refuse("is_decoder", unless: false)
    try config.refuse("add_cross_attention", unless: false)
    try config.requireOption("position_embedding_type", "absolute")
    let hiddenSize = try config.size("hidden_size")
    layers = PostNormStack.Options(
      hiddenSize: hiddenSize,
      intermediateSize: try config.size("intermediate_size"),
      layers: try config.layerCount("num_hidden_layers"),
      heads: try config.headCount("num_attention_heads", dividing: hiddenSize),
      epsilon: try config.epsilon("layer_norm_eps", default: 1e-12),
      activation: try Activation(config, "hidden_act", default: .geluErf))
    positions = try config.size("max_position_embeddings", default: 512)
    shape = EncoderShape(
      hiddenSize: hiddenSize, layers: layers.layers, vocabularySize: try config.size("vocab_size"),
      usablePositions: positions, typeCount: try config.size("type_vocab_size", default: 2),
      labels: try config.labelCount())
  }
}
