/// One layer; both halves add to the states.
package struct RotaryLayer: Sendable {
  /// Query, key and value: one matrix or three, [(heads + 2 * keyHeads) * headSize, hidden] together.
  package let projections: [Linear]
  package let attentionOutput: Linear
  package let attentionNorm: LayerNorm
  /// The activation is applied to it.
  package let activated: Linear
  /// With which it is multiplied.
  package let multiplied: Linear
  package let output: Linear
  package let feedForwardNorm: LayerNorm

  /// Whether `multiplied` and `activated` are one matrix of the file, in this order.
  package var isGateFused: Bool { activated.firstOutput > 0 }
}

extension RotaryLayer {
  /// What decides the shapes of a layer's tensors.
  struct Options: Sendable {
    var hiddenSize: Int
    var intermediateSize: Int
    var attention: AttentionOptions
    var epsilon: Float
    var normKind = LayerNorm.Kind.centred
    var hasAttentionBias: Bool
    var hasGateBias = false
    var hasOutputBias: Bool
  }

  /// The names of a layer's tensors.
  struct Names: Sendable {
    /// Whether query, key and value are one matrix.
    enum Projections: Sendable {
      case fused(String)
      case separate(query: String, key: String, value: String)
    }

    /// Whether the two matrices of the gate are one.
    enum Gate: Sendable {
      /// What is multiplied, then what is activated.
      case fused(String)
      case separate(multiplied: String, activated: String)
    }

    var projections: Projections
    var attentionOutput: String
    var attentionNorm: String
    var gate: Gate
    var output: String
    var feedForwardNorm: String
  }

  /// Reads a layer under a family's names.
  init(_ layer: WeightCursor, _ options: Options, _ names: Names) {
    let width = options.hiddenSize
    let heads = options.attention.heads * options.attention.headSize
    let keyHeads = options.attention.keyHeads * options.attention.headSize
    func projection(_ name: String, to outputs: Int) -> Linear {
      layer.linear(name, from: width, to: outputs, bias: options.hasAttentionBias)
    }
    func norm(_ name: String) -> LayerNorm {
      layer.layerNorm(name, width: width, epsilon: options.epsilon, options.normKind)
    }
    switch names.projections {
    case .fused(let name): projections = [projection(name, to: heads + 2 * keyHeads)]
    case .separate(let query, let key, let value):
      projections = [
        projection(query, to: heads), projection(key, to: keyHeads), projection(value, to: keyHeads),
      ]
    }
    attentionOutput = layer.linear(
      names.attentionOutput, from: heads, to: width, bias: options.hasAttentionBias)
    attentionNorm = norm(names.attentionNorm)
    let wide = options.intermediateSize
    switch names.gate {
    case .fused(let name):
      let both = layer.linear(name, from: width, to: 2 * wide, bias: options.hasGateBias)
      (multiplied, activated) = (both.part(0..<wide), both.part(wide..<2 * wide))
    case .separate(let first, let second):
      multiplied = layer.linear(first, from: width, to: wide, bias: options.hasGateBias)
      activated = layer.linear(second, from: width, to: wide, bias: options.hasGateBias)
    }
    output = layer.linear(names.output, from: wide, to: width, bias: options.hasOutputBias)
    feedForwardNorm = norm(names.feedForwardNorm)
  }
}
