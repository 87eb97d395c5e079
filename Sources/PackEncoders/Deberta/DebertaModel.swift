/// DeBERTa v2 and v3 (transformers: models/deberta_v2/modeling_deberta_v2.py).
package struct DebertaModel: EncoderModel {
  package let embedding: TokenEmbedding
  /// Nil without relative attention.
  package let positions: DebertaPositions?
  package let layers: [DebertaLayer]
  package let convolution: DebertaConvolution?
  package let attention: AttentionOptions
  package let activation: Activation

  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates {
    let states = try embedding.embed(chunk, pass)
    let relative = try relativePositions(longest: chunk.longest, pass)
    pass.observe(states)
    for (index, layer) in layers.enumerated() {
      let convolved = index == 0 ? try convolution?.convolve(states, chunk.ranges, pass) : nil
      try layer.post.apply(
        states, starts: chunk.starts, attention, relative: relative?.layers[index], activation, pass)
      if let convolution, let convolved { try convolution.add(convolved, to: states, pass) }
      pass.observe(states)
    }
    return EncoderStates(last: states, preFinalNorm: states)
  }

  /// Every layer's projections of the positions. They do not depend on the tokens, and are kept for the next rows.
  private func relativePositions(longest: Int, _ pass: ForwardPass) throws(EncoderError)
    -> ProjectedPositions?
  {
    guard let positions else { return nil }
    if let kept = pass.projectedPositions, kept.longest >= longest { return kept }
    // Rounded up, so that rows which grow little by little do not rebuild them each time.
    let covered = 1 << (Int.bitWidth - (longest - 1).leadingZeroBitCount)
    let window = try positions.window(longest: covered, pass)
    var projected = ProjectedPositions(longest: covered, layers: [])
    for layer in layers { projected.layers.append(try layer.relative(window, pass)) }
    pass.projectedPositions = projected
    return projected
  }
}

/// A post-norm layer, and what its attention makes of relative positions.
package struct DebertaLayer: Sendable {
  package let post: PostNormLayer
  /// Nil where queries do not look at positions.
  package var positionKey: Linear?
  /// Nil where positions do not look at keys.
  package var positionQuery: Linear?

  /// Projects the positions.
  func relative(_ window: DebertaPositions.Window, _ pass: ForwardPass) throws(EncoderError)
    -> RelativePositions?
  {
    let layers = [positionKey, positionQuery].compactMap(\.self)
    guard !layers.isEmpty else { return nil }
    let width = post.query.outputs
    let (projected, owner) = try Rows.allocate(count: window.vectors.count, width: layers.count * width)
    try pass.engine.linear(window.vectors, layers, into: projected)
    let first = projected.columns(0..<width)
    let last = projected.columns((layers.count - 1) * width..<layers.count * width)
    return RelativePositions(
      keys: positionKey == nil ? nil : first, queries: positionQuery == nil ? nil : last,
      buckets: window.buckets,
      owner: owner)
  }
}
