extension RotaryLayer.Names {
  fileprivate static let euroBert = Self(
    projections: .separate(query: "self_attn.q_proj", key: "self_attn.k_proj", value: "self_attn.v_proj"),
    attentionOutput: "self_attn.o_proj", attentionNorm: "input_layernorm",
    gate: .separate(multiplied: "mlp.up_proj", activated: "mlp.gate_proj"), output: "mlp.down_proj",
    feedForwardNorm: "post_attention_layernorm")
}

extension EuroBertConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let width = shape.hiddenSize
    return RotaryModel(
      embedding: TokenEmbedding(
        words: weights.table("embed_tokens", entries: shape.vocabularySize, width: width)),
      layers: (0..<shape.layers).map { RotaryLayer(weights.scope("layers.\($0)"), layer, .euroBert) },
      attention: layer.attention, rotary: rotary, activation: activation, normPlace: .before,
      finalNorm: weights.layerNorm("norm", width: width, epsilon: layer.epsilon, .rootMeanSquare))
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      pooling: classifierPooling, dense: weights.linear("dense", from: width, to: width),
      activation: .geluErf, output: weights.linear("classifier", from: width, to: shape.labels))
  }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    isBase && isRotaryBuffer(name) || name.hasPrefix("lm_head.")
  }
}
