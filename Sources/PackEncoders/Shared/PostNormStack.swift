import PackJSON

/// The layers of BERT and its kin, which differ in their tensors' names.
package struct PostNormStack: Sendable {
  /// Sizes and options of the layers.
  struct Options: Sendable {
    var hiddenSize: Int
    var intermediateSize: Int
    var layers: Int
    var heads: Int
    var epsilon: Float
    var activation: Activation

    /// Reads the keys that BERT has and most of its kin share.
    init(
      _ config: JSONNode, epsilon usualEpsilon: Double = 1e-12,
      activation usualActivation: Activation = .geluErf
    ) throws(JSONError) {
      hiddenSize = try config.size("hidden_size")
      intermediateSize = try config.size("intermediate_size")
      layers = try config.layerCount("num_hidden_layers")
      heads = try config.headCount("num_attention_heads", dividing: hiddenSize)
      epsilon = try config.epsilon("layer_norm_eps", default: usualEpsilon)
      activation = try Activation(config, "hidden_act", default: usualActivation)
    }

    /// Options of a family with keys of its own.
    init(
      hiddenSize: Int, intermediateSize: Int, layers: Int, heads: Int, epsilon: Float, activation: Activation
    ) {
      self.hiddenSize = hiddenSize
      self.intermediateSize = intermediateSize
      self.layers = layers
      self.heads = heads
      self.epsilon = epsilon
      self.activation = activation
    }
  }

  /// The parts of tensors' names, relative to a layer.
  struct Names: Sendable {
    var layer: String
    var query: String
    var key: String
    var value: String
    var attentionOutput: String
    var attentionNorm: String
    var intermediate: String
    var output: String
    var outputNorm: String

    /// BERT's names, which RoBERTa and ELECTRA share.
    static let bert = Names(
      layer: "encoder.layer", query: "attention.self.query", key: "attention.self.key",
      value: "attention.self.value", attentionOutput: "attention.output.dense",
      attentionNorm: "attention.output.LayerNorm", intermediate: "intermediate.dense", output: "output.dense",
      outputNorm: "output.LayerNorm")
  }

  package let layers: [PostNormLayer]
  package let attention: AttentionOptions
  package let activation: Activation

  /// Layers that may be the same at several places.
  init(
    _ layers: [PostNormLayer], _ options: Options, distanceBias: DistanceBias? = nil,
    storedScores: StoredScores = .none
  ) {
    self.layers = layers
    var attention = AttentionOptions(heads: options.heads, headSize: options.hiddenSize / options.heads)
    attention.distanceBias = distanceBias
    attention.storedScores = storedScores
    self.attention = attention
    activation = options.activation
  }

  /// Reads layers that are numbered.
  init(
    _ weights: WeightCursor, _ options: Options, names: Names, distanceBias: DistanceBias? = nil,
    storedScores: StoredScores = .none
  ) {
    let all = weights.scope(names.layer)
    let layers = (0..<options.layers).map { PostNormLayer(all.scope("\($0)"), options, names) }
    self.init(layers, options, distanceBias: distanceBias, storedScores: storedScores)
  }

  /// Replaces the embedded tokens by the last layer's output.
  func apply(_ states: Rows, starts: [Int], _ pass: ForwardPass) throws(EncoderError) {
    pass.observe(states)
    for layer in layers {
      try layer.apply(states, starts: starts, attention, activation, pass)
      pass.observe(states)
    }
  }
}
