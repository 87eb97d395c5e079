extension BertConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    PostNormModel(
      embedding: TokenEmbedding(
        absolute: weights.scope("embeddings"), shape, positions: positions, epsilon: layers.epsilon),
      layers: PostNormStack(weights, layers, names: .bert))
  }

  /// The pooler (dense and tanh on the first token), then the classifier.
  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead {
    let width = shape.hiddenSize
    return ClassifierHead(
      dense: weights.scope(Self.basePrefix).linear("pooler.dense", from: width, to: width), activation: .tanh,
      output: weights.linear("classifier", from: width, to: shape.labels))
  }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    guard isBase else { return name.hasPrefix("cls.") }
    return isPositionBuffer(name) || role != .sequenceClassification && name.hasPrefix("pooler.")
  }
}
