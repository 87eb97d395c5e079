import PackFiles
import PackJSON

/// config.json of a DistilBERT model (transformers: models/distilbert/configuration_distilbert.py).
struct DistilBertConfig: FamilyConfig {
  static let basePrefix = "distilbert"
  static let landmark = "embeddings.word_embeddings.weight"

  let shape: EncoderShape
  let layers: PostNormStack.Options

  init(_ config: JSONNode) throws(JSONError) {
    let width = try config.size("dim")
    layers = PostNormStack.Options(
      hiddenSize: width, intermediateSize: try config.size("hidden_dim"),
      layers: try config.layerCount("n_layers"),
      heads: try config.headCount("n_heads", dividing: width), epsilon: 1e-12,
      activation: try Activation(config, "activation", default: .geluErf))
    shape = EncoderShape(
      hiddenSize: width, layers: layers.layers, vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 512), typeCount: 0,
      labels: try config.labelCount())
  }
}
