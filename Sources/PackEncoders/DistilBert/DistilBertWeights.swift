extension PostNormStack.Names {
  fileprivate static let distilBert = Self(
    layer: "transformer.layer", query: "attention.q_lin", key: "attention.k_lin", value: "attention.v_lin",
    attentionOutput: "attention.out_lin", attentionNorm: "sa_layer_norm", intermediate: "ffn.lin1",
    output: "ffn.lin2", outputNorm: "output_layer_norm")
}

extension DistilBertConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    PostNormModel(
      embedding: TokenEmbedding(
        absolute: weights.scope("embeddings"), shape, positions: shape.usablePositions,
        epsilon: layers.epsilon),
      layers: PostNormStack(weights, layers, names: .distilBert))
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      dense: weights.linear("pre_classifier", from: width, to: width), activation: .relu,
      output: weights.linear("classifier", from: width, to: shape.labels))
  }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    if isBase && isPositionBuffer(name) { return true }
    return ["vocab_transform.", "vocab_layer_norm.", "vocab_projector."].contains { name.hasPrefix($0) }
  }
}
