extension TokenEmbedding {
  /// What BERT and its kin have in common: words, absolute positions and maybe types, summed and normed.
  ///
  /// - Parameters:
  ///   - weights: where `word_embeddings` and its like stand.
  ///   - shape: the model's sizes.
  ///   - width: the vectors' width, where that is not the layers'.
  ///   - positions: entries of the table of positions.
  ///   - rule: which of them a token takes.
  ///   - epsilon: the norm's.
  init(
    absolute weights: WeightCursor, _ shape: EncoderShape, width: Int? = nil, positions: Int,
    rule: PositionRule = .fromZero, epsilon: Float
  ) {
    let width = width ?? shape.hiddenSize
    self.init(
      words: weights.table("word_embeddings", entries: shape.vocabularySize, width: width),
      positions: weights.table("position_embeddings", entries: positions, width: width), positionRule: rule,
      types: shape.typeCount > 0
        ? weights.table("token_type_embeddings", entries: shape.typeCount, width: width) : nil,
      norm: weights.layerNorm("LayerNorm", width: width, epsilon: epsilon))
  }
}
