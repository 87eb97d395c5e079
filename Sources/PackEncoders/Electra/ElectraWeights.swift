extension ElectraConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    var embedding = TokenEmbedding(
      absolute: weights.scope("embeddings"), shape, width: embeddingSize, positions: shape.usablePositions,
      epsilon: layers.epsilon)
    if embeddingSize != shape.hiddenSize {
      embedding.projection = weights.linear("embeddings_project", from: embeddingSize, to: shape.hiddenSize)
    }
    return PostNormModel(
      embedding: embedding, layers: PostNormStack(weights, layers, names: .bert, storedScores: .products))
  }

  /// Erf-GELU, whatever the layers have.
  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readDenseOutputHead(weights, .geluErf) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    if isBase && isPositionBuffer(name) { return true }
    let heads = ["discriminator_predictions.", "generator_predictions.", "generator_lm_head."]
    return heads.contains { name.hasPrefix($0) }
  }
}
