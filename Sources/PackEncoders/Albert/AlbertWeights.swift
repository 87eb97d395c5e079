extension PostNormStack.Names {
  fileprivate static let albert = Self(
    layer: "encoder.albert_layer_groups", query: "attention.query", key: "attention.key",
    value: "attention.value",
    attentionOutput: "attention.dense", attentionNorm: "attention.LayerNorm", intermediate: "ffn",
    output: "ffn_output", outputNorm: "full_layer_layer_norm")
}

extension AlbertConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    var embedding = TokenEmbedding(
      absolute: weights.scope("embeddings"), shape, width: embeddingSize, positions: shape.usablePositions,
      epsilon: layers.epsilon)
    embedding.projection = weights.linear(
      "encoder.embedding_hidden_mapping_in", from: embeddingSize, to: shape.hiddenSize)
    return PostNormModel(embedding: embedding, layers: readLayers(weights))
  }

  /// Each group is read once, and stands at as many places as it has shares of the layers.
  private func readLayers(_ weights: WeightCursor) -> PostNormStack {
    let names = PostNormStack.Names.albert
    let groups = (0..<groups).map { group in
      let members = weights.scope("\(names.layer).\(group).albert_layers")
      return (0..<layersInGroup).map { PostNormLayer(members.scope("\($0)"), layers, names) }
    }
    return PostNormStack((0..<layers.layers).flatMap { groups[$0 * self.groups / layers.layers] }, layers)
  }

  /// The pooler (a dense layer without a level of its own in the names, and tanh), then the classifier.
  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      dense: weights.scope(Self.basePrefix).linear("pooler", from: width, to: width), activation: .tanh,
      output: weights.linear("classifier", from: width, to: shape.labels))
  }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    guard isBase else { return name.hasPrefix("predictions.") || name.hasPrefix("sop_classifier.") }
    return isPositionBuffer(name) || role != .sequenceClassification && name.hasPrefix("pooler.")
  }
}
