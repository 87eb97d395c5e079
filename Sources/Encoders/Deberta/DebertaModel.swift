/// DeBERTa v2 and v3 (transformers: models/deberta_v2/modeling_deberta_v2.py).
struct DebertaModel: EncoderModel {
  let embedding: TokenEmbedding
  /// Nil without relative attention.
  let positions: DebertaPositions?
  let layers: [DebertaLayer]
  let convolution: DebertaConvolution?
  let attention: AttentionOptions
  let activation: Activation

  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates {
    let states = try embedding.embed(chunk, pass)
    let window = try positions?.window(longest: chunk.longest, pass)
    pass.observe(states)
    for (index, layer) in layers.enumerated() {
      let convolved = index == 0 ? try convolution?.convolve(states, chunk.ranges, pass) : nil
      let relative = try window.map { window throws(EncoderError) in try layer.relative(window, pass) } ?? nil
      try layer.post.apply(states, starts: chunk.starts, attention, relative: relative, activation, pass)
      if let convolution, let convolved { try convolution.add(convolved, to: states, pass) }
      pass.observe(states)
    }
    return EncoderStates(last: states, preFinalNorm: states)
  }
}

/// A post-norm layer, and what its attention makes of relative positions.
struct DebertaLayer: Sendable {
  let post: PostNormLayer
  /// Nil where queries do not look at positions.
  var positionKey: Linear?
  /// Nil where positions do not look at keys.
  var positionQuery: Linear?

  /// Projects the positions that occur in a chunk.
  func relative(_ window: DebertaPositions.Window, _ pass: ForwardPass) throws(EncoderError)
    -> RelativePositions?
  {
    let matrices = [positionKey, positionQuery].compactMap { $0?.matrix }
    guard !matrices.isEmpty else { return nil }
    let width = post.query.outputs
    let projected = try pass.rows(
      .positionProjections, count: window.vectors.count, width: matrices.count * width)
    try pass.engine.linear(window.vectors, matrices, into: projected)
    let first = projected.columns(0..<width)
    let last = projected.columns((matrices.count - 1) * width..<matrices.count * width)
    return RelativePositions(
      keys: positionKey == nil ? nil : first, queries: positionQuery == nil ? nil : last,
      buckets: window.buckets)
  }
}
