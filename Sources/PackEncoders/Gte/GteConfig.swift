import PackFiles
import PackJSON

/// config.json of a GTE model (transformers: models/gte/configuration_gte.py).
struct GteConfig: FamilyConfig {
  static let basePrefix = "gte"
  static let landmark = "embeddings.word_embeddings.weight"
  /// What the first releases had in front of their names; transformers takes it away as it loads.
  static let olderPrefix: String? = "new"

  let shape: EncoderShape
  let layer: RotaryLayer.Options
  let rotary: RotaryTable.Kind
  let activation: Activation

  init(_ config: JSONNode) throws(JSONError) {
    let hiddenSize = try config.size("hidden_size")
    let attention = try config.rotaryHeads(hiddenSize: hiddenSize)
    layer = RotaryLayer.Options(
      hiddenSize: hiddenSize, intermediateSize: try config.size("intermediate_size"), attention: attention,
      epsilon: try config.epsilon("layer_norm_eps", default: 1e-12), hasAttentionBias: true,
      hasOutputBias: true)
    rotary = try RotaryTable.Kind(config, headSize: attention.headSize, usualTheta: 160_000)
    activation = try Activation(config, "hidden_act", default: .geluErf)
    shape = EncoderShape(
      hiddenSize: hiddenSize, layers: try config.layerCount("num_hidden_layers"),
      vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 8192),
      typeCount: try config.sizeOrZero("type_vocab_size", default: 1), labels: try config.labelCount())
  }
}
