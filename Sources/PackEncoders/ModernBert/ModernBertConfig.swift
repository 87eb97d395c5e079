import PackFiles
import PackJSON

/// config.json of a ModernBERT model, as transformers 4 and 5 write it
/// (transformers: models/modernbert/configuration_modernbert.py).
struct ModernBertConfig: FamilyConfig {
  static let basePrefix = "model"
  static let landmark = "embeddings.tok_embeddings.weight"

  /// What a layer's attention sees, and the base of its rotary positions.
  struct Reach: Sendable {
    /// Keys further away are not seen; nil for all keys.
    var window: Int?
    var theta: Float
  }

  let shape: EncoderShape
  let heads: Int
  let intermediateSize: Int
  let epsilon: Float
  let activation: Activation
  let layers: [Reach]
  let hasAttentionBias: Bool
  let hasFeedForwardBias: Bool
  let hasNormBias: Bool
  let hasClassifierBias: Bool
  let classifierPooling: ClassifierHead.Pooling
  let classifierActivation: Activation

  var hiddenStatesDiffer: Bool { true }

  init(_ config: JSONNode, for role: EncoderRole) throws(JSONError) {
    let hiddenSize = try config.size("hidden_size")
    heads = try config.headCount("num_attention_heads", dividing: hiddenSize)
    guard hiddenSize / heads % 2 == 0 else {
      throw try config.required("num_attention_heads").notAllowed("heads of an even width")
    }
    intermediateSize = try config.size("intermediate_size")
    epsilon = try config.epsilon("norm_eps", default: 1e-5)
    activation = try Activation(config, "hidden_activation", default: .geluErf)
    layers = try Self.readLayers(config)
    hasAttentionBias = try config.optionalBool("attention_bias") ?? false
    hasFeedForwardBias = try config.optionalBool("mlp_bias") ?? false
    hasNormBias = try config.optionalBool("norm_bias") ?? false
    hasClassifierBias = try config.optionalBool("classifier_bias") ?? false
    classifierPooling = try Self.readPooling(config)
    // A base model has no classifier, and transformers looks up no activation.
    classifierActivation =
      role == .encoder
      ? .geluErf : try Activation(config, "classifier_activation", default: .geluErf)
    shape = EncoderShape(
      hiddenSize: hiddenSize, layers: layers.count, vocabularySize: try config.size("vocab_size"),
      usablePositions: try config.size("max_position_embeddings", default: 8192), typeCount: 0,
      labels: try config.labelCount())
  }

  private static func readPooling(_ config: JSONNode) throws(JSONError) -> ClassifierHead.Pooling {
    guard let node = try config.optional("classifier_pooling") else { return .first }
    switch try node.string() {
    case "cls": return .first
    case "mean": return .mean
    default: throw node.notAllowed("\"cls\" or \"mean\"")
    }
  }

  /// `layer_types` and `rope_parameters` of transformers 5, or the keys of 4 that they replaced.
  private static func readLayers(_ config: JSONNode) throws(JSONError) -> [Reach] {
    if let scaling = try config.optional("rope_scaling") {
      throw scaling.notAllowed("null")
    }
    let count = try config.layerCount("num_hidden_layers")
    let thetas = try readThetas(config)
    let global = Reach(window: nil, theta: Float(thetas.global))
    let local = Reach(
      window: try config.size("local_attention", default: 128) / 2, theta: Float(thetas.local))

    guard let types = try config.optional("layer_types") else {
      let every = try config.size("global_attn_every_n_layers", default: 3)
      return (0..<count).map { $0 % every == 0 ? global : local }
    }
    let reaches = try types.elements().map { type throws(JSONError) in
      switch try type.string() {
      case "full_attention": return global
      case "sliding_attention": return local
      default: throw type.notAllowed("\"full_attention\" or \"sliding_attention\"")
      }
    }
    guard reaches.count == count else {
      throw types.notAllowed("\(count) elements, one for each layer", problem: "wrong number of layers")
    }
    return reaches
  }

  /// The bases of the rotary positions of layers that see all keys, and of the others.
  static func readThetas(_ config: JSONNode) throws(JSONError) -> (global: Double, local: Double) {
    let rope = try config.optional("rope_parameters")
    let global = try readTheta(rope, "full_attention", config, "global_rope_theta") ?? 160_000
    // In the older dialect a null means that local layers take the global base.
    let isNull = rope == nil && config["local_rope_theta"]?.isNull == true
    let local = try readTheta(rope, "sliding_attention", config, "local_rope_theta")
    return (global, local ?? (isNull ? global : 10_000))
  }

  private static func readTheta(
    _ rope: JSONNode?, _ type: String, _ config: JSONNode, _ olderKey: String
  ) throws(JSONError) -> Double? {
    var node = try config.optional(olderKey)
    if let parameters = try rope?.optional(type) {
      try parameters.requireOption("rope_type", "default")
      node = try parameters.optional("rope_theta") ?? node
    }
    guard let node else { return nil }
    let theta = try node.double()
    guard theta > 0, Float(theta).isFinite else { throw node.notAllowed("a positive number") }
    return theta
  }
}
