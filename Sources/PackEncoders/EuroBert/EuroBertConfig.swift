import PackFiles
import PackJSON

/// config.json of a EuroBERT model (transformers: models/eurobert/configuration_eurobert.py).
struct EuroBertConfig: FamilyConfig {
  static let basePrefix = "model"
  static let landmark = "embed_tokens.weight"

  let shape: EncoderShape
  let layer: RotaryLayer.Options
  let rotary: RotaryTable.Kind
  let activation: Activation
  let classifierPooling: ClassifierHead.Pooling

  init(_ config: JSONNode) throws(JSONError) {
    let hiddenSize = try config.size("hidden_size")
    // transformers requires it even where head_dim is given.
    let heads = try config.headCount("num_attention_heads", dividing: hiddenSize)
    var attention = try config.rotaryHeads(hiddenSize: hiddenSize)
    if let node = try config.optional("num_key_value_heads") {
      attention.keyHeads = try node.number(1...heads)
      guard heads % attention.keyHeads == 0 else {
        throw node.notAllowed("a divisor of the \(heads) attention heads")
      }
    }
    layer = RotaryLayer.Options(
      hiddenSize: hiddenSize, intermediateSize: try config.size("intermediate_size"), attention: attention,
      epsilon: try config.epsilon("rms_norm_eps", default: 1e-5), normKind: .rootMeanSquare,
      hasAttentionBias: try config.optionalBool("attention_bias") ?? false,
      hasGateBias: try config.optionalBool("mlp_bias") ?? false,
      hasOutputBias: try config.optionalBool("mlp_bias") ?? false)
    rotary = try RotaryTable.Kind(config, headSize: attention.headSize, usualTheta: 10_000)
    activation = try Activation(config, "hidden_act", default: .silu)
    classifierPooling = try Self.readPooling(config)
    shape = EncoderShape(
      hiddenSize: hiddenSize, layers: try config.layerCount("num_hidden_layers"),
      vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 8192), typeCount: 0,
      labels: try config.labelCount())
  }

  private static func readPooling(_ config: JSONNode) throws(JSONError) -> ClassifierHead.Pooling {
    guard let node = try config.optional("classifier_pooling") else { return .activatedMean }
    switch try node.string() {
    case "bos": return .first
    case "mean": return .mean
    case "late": return .activatedMean
    default: throw node.notAllowed("\"bos\", \"mean\" or \"late\"")
    }
  }
}
