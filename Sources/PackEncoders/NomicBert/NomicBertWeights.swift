extension RotaryLayer.Names {
  /// As transformers saves them.
  fileprivate static let nomicBert = Self(
    projections: .fused("attn.Wqkv"), attentionOutput: "attn.out_proj", attentionNorm: "norm1",
    gate: .separate(multiplied: "mlp.fc11", activated: "mlp.fc12"), output: "mlp.fc2",
    feedForwardNorm: "norm2")
}

extension NomicBertConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let isOfModule = weights.hasModuleNames
    let layers = weights.scope(isOfModule ? "layers" : "encoder.layers")
    return RotaryModel(
      embedding: readEmbedding(
        weights.scope("embeddings"),
        norm: weights.layerNorm(
          isOfModule ? "embeddings.LayerNorm" : "emb_ln", width: shape.hiddenSize, epsilon: layer.epsilon)),
      layers: (0..<shape.layers).map { index in
        RotaryLayer(layers.scope("\(index)"), layer, isOfModule ? .postNormModule : .nomicBert)
      },
      attention: layer.attention, rotary: rotary, activation: activation, normPlace: .after, finalNorm: nil)
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readPooledHead(weights) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    guard isBase else { return name.hasPrefix("cls.") }
    return isPositionBuffer(name) || isRotaryBuffer(name)
      || role != .sequenceClassification && name.hasPrefix("pooler.")
  }
}
