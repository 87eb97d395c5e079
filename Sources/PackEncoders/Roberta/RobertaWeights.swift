extension RobertaConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let embeddings = weights.scope("embeddings")
    let width = shape.hiddenSize
    return PostNormModel(
      embedding: TokenEmbedding(
        words: embeddings.table("word_embeddings", entries: shape.vocabularySize, width: width),
        positions: embeddings.table("position_embeddings", entries: positions, width: width),
        positionRule: positionRule,
        types: embeddings.table("token_type_embeddings", entries: shape.typeCount, width: width),
        norm: embeddings.layerNorm("LayerNorm", width: width, epsilon: layers.epsilon)),
      layers: PostNormStack(weights, layers, names: .bert))
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readDenseOutputHead(weights, .tanh) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    guard isBase else { return name.hasPrefix("lm_head.") }
    return isPositionBuffer(name) || name.hasPrefix("pooler.")
  }
}
