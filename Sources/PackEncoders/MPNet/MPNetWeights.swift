extension PostNormStack.Names {
  fileprivate static let mpnet = Self(
    layer: "encoder.layer", query: "attention.attn.q", key: "attention.attn.k", value: "attention.attn.v",
    attentionOutput: "attention.attn.o", attentionNorm: "attention.LayerNorm",
    intermediate: "intermediate.dense",
    output: "output.dense", outputNorm: "output.LayerNorm")
}

extension MPNetConfig {
  func readModel(_ weights: WeightCursor) -> any EncoderModel {
    PostNormModel(
      embedding: TokenEmbedding(
        absolute: weights.scope("embeddings"), shape, positions: positions, rule: Self.positionRule,
        epsilon: layers.epsilon),
      layers: PostNormStack(
        weights, layers, names: .mpnet, distanceBias: readDistanceBias(weights), storedScores: .products))
  }

  /// The bias of each bucket, spread over the distances; all layers share it.
  private func readDistanceBias(_ weights: WeightCursor) -> DistanceBias? {
    let reach = DistanceBuckets.reach
    let heads = layers.heads
    let table = weights.matrix(
      "encoder.relative_attention_bias.weight", rows: DistanceBuckets.count, columns: heads)
    guard let table, let values = weights.reader.allocate(heads * (2 * reach + 1)) else { return nil }
    for distance in -reach...reach {
      let bucket = DistanceBuckets.bucket(distance)
      for head in 0..<heads {
        values.pointer[head * (2 * reach + 1) + reach + distance] = table.pointer[bucket * heads + head]
      }
    }
    return DistanceBias(
      reach: reach, values: values, table: table.tensor,
      buckets: (-reach...reach).map { DistanceBuckets.bucket($0) })
  }

  func readSequenceHead(_ weights: WeightCursor) -> ClassifierHead { readDenseOutputHead(weights, .tanh) }

  func isLeftover(_ name: String, isBase: Bool, role: EncoderRole) -> Bool {
    if isBase && (isPositionBuffer(name) || name.hasPrefix("pooler.")) { return true }
    return name.hasPrefix("lm_head.")
  }
}
