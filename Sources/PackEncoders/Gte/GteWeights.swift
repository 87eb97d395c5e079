extension RotaryLayer.Names {
  /// As transformers saves them.
  fileprivate static let gte = Self(
    projections: .fused("attention.qkv_proj"), attentionOutput: "attention.o_proj", attentionNorm: "attn_ln",
    gate: .fused("mlp.up_gate_proj"), output: "mlp.down_proj", feedForwardNorm: "mlp_ln")
}

extension GteConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let embeddings = weights.scope("embeddings")
    let isOfModule = weights.hasModuleNames
    let layers = weights.scope(isOfModule ? "layers" : "encoder.layer")
    return RotaryModel(
      embedding: readEmbedding(
        embeddings, norm: embeddings.layerNorm("LayerNorm", width: shape.hiddenSize, epsilon: layer.epsilon)),
      layers: (0..<shape.layers).map { index in
        RotaryLayer(layers.scope("\(index)"), layer, isOfModule ? .postNormModule : .gte)
      },
      attention: layer.attention, rotary: rotary, activation: activation, normPlace: .after, finalNorm: nil)
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readPooledHead(weights) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    guard isBase else { return name.hasPrefix("lm_head.") }
    return isPositionBuffer(name) || isRotaryBuffer(name)
      || role != .sequenceClassification && name.hasPrefix("pooler.")
  }
}
