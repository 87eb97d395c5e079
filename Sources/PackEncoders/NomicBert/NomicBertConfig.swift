import PackFiles
import PackJSON

/// config.json of a Nomic BERT model (transformers: models/nomic_bert/configuration_nomic_bert.py).
struct NomicBertConfig: FamilyConfig {
  static let basePrefix = "nomic_bert"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layer: RotaryLayer.Options
  let rotary: RotaryTable.Kind
  let activation: Activation

  init(_ config: JSONNode) throws(JSONError) {
    if config["hidden_size"] == nil, let node = config["n_embd"] {
      throw node.notAllowed(
        "hidden_size, as transformers 5 saves it", problem: "configuration is of Nomic's own code")
    }
    let hiddenSize = try config.size("hidden_size")
    let attention = try config.rotaryHeads(hiddenSize: hiddenSize)
    layer = RotaryLayer.Options(
      hiddenSize: hiddenSize, intermediateSize: try config.size("intermediate_size"), attention: attention,
      epsilon: try config.epsilon("layer_norm_eps", default: 1e-12), hasAttentionBias: false,
      hasOutputBias: false)
    rotary = try RotaryTable.Kind(config, headSize: attention.headSize, usualTheta: 1000)
    activation = try Activation(config, "hidden_act", default: .silu)
    shape = EncoderShape(
      hiddenSize: hiddenSize, layers: try config.layerCount("num_hidden_layers"),
      vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 2048),
      typeCount: try config.size("type_vocab_size", default: 2), labels: try config.labelCount())
  }
}
