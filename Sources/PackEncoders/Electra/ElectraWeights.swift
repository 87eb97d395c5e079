extension ElectraConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    let embeddings = weights.scope("embeddings")
    let width = shape.hiddenSize
    var embedding = TokenEmbedding(
      words: embeddings.table("word_embeddings", entries: shape.vocabularySize, width: embeddingSize),
      positions: embeddings.table(
        "position_embeddings", entries: shape.usablePositions, width: embeddingSize),
      types: embeddings.table("token_type_embeddings", entries: shape.typeCount, width: embeddingSize),
      norm: embeddings.layerNorm("LayerNorm", width: embeddingSize, epsilon: layers.epsilon))
    if embeddingSize != width {
      embedding.projection = weights.linear("embeddings_project", from: embeddingSize, to: width)
    }
    return PostNormModel(embedding: embedding, layers: PostNormStack(weights, layers, names: .bert))
  }

  /// Erf-GELU, whatever the layers have.
  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readDenseOutputHead(weights, .geluErf) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    if isBase && isPositionBuffer(name) { return true }
    let heads = ["discriminator_predictions.", "generator_predictions.", "generator_lm_head."]
    return heads.contains { name.hasPrefix($0) }
  }
}
