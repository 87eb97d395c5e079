extension RobertaConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    PostNormModel(
      embedding: TokenEmbedding(
        absolute: weights.scope("embeddings"), shape, positions: positions, rule: positionRule,
        epsilon: layers.epsilon),
      layers: PostNormStack(weights, layers, names: .bert))
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readDenseOutputHead(weights, .tanh) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    guard isBase else { return name.hasPrefix("lm_head.") }
    return isPositionBuffer(name) || name.hasPrefix("pooler.")
  }
}
