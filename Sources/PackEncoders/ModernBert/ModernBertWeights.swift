extension ModernBertConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let width = shape.hiddenSize
    return ModernBertModel(
      embedding: TokenEmbedding(
        words: weights.table("embeddings.tok_embeddings", entries: shape.vocabularySize, width: width),
        norm: readNorm(weights, "embeddings.norm")),
      layers: layers.enumerated().map { index, reach in
        readLayer(weights.scope("layers.\(index)"), index, reach)
      },
      finalNorm: readNorm(weights, "final_norm"), activation: activation)
  }

  private func readLayer(_ layer: WeightCursor, _ index: Int, _ reach: Reach) -> ModernBertLayer {
    let width = shape.hiddenSize
    var attention = AttentionOptions(heads: heads, headSize: width / heads)
    attention.window = reach.window
    let gated = layer.linear("mlp.Wi", from: width, to: 2 * intermediateSize, bias: hasFeedForwardBias)
    return ModernBertLayer(
      // The embedding has just been normed; the first layer does without.
      attentionNorm: index == 0 ? nil : readNorm(layer, "attn_norm"),
      projections: layer.linear("attn.Wqkv", from: width, to: 3 * width, bias: hasAttentionBias),
      attention: attention,
      rotary: RotaryTable.Kind(theta: reach.theta, headSize: width / heads),
      attentionOutput: layer.linear("attn.Wo", from: width, to: width, bias: hasAttentionBias),
      feedForwardNorm: readNorm(layer, "mlp_norm"),
      activated: gated.part(0..<intermediateSize),
      multiplied: gated.part(intermediateSize..<2 * intermediateSize),
      output: layer.linear("mlp.Wo", from: intermediateSize, to: width, bias: hasFeedForwardBias))
  }

  private func readNorm(_ weights: WeightCursor, _ name: String) -> LayerNorm {
    weights.layerNorm(name, width: shape.hiddenSize, epsilon: epsilon, bias: hasNormBias)
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead {
    var head = readTokenHead(weights)
    head.pooling = classifierPooling
    return head
  }

  func readTokenHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      dense: weights.linear("head.dense", from: width, to: width, bias: hasClassifierBias),
      activation: classifierActivation, norm: readNorm(weights, "head.norm"),
      output: weights.linear("classifier", from: width, to: shape.labels))
  }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    name.hasPrefix("decoder.") || role == .encoder && name.hasPrefix("head.")
  }
}
