/// Layers with rotary positions and a gated feed-forward half: GTE, Nomic BERT and EuroBERT
/// (transformers: models/gte, models/nomic_bert and models/eurobert).
package struct RotaryModel: EncoderModel {
  /// Where a layer's norms stand.
  package enum NormPlace: Sendable {
    /// Each half reads normed states, and adds to those before the norm.
    case before
    /// What each half has added to is normed.
    case after
  }

  package let embedding: TokenEmbedding
  package let layers: [RotaryLayer]
  package let attention: AttentionOptions
  package let rotary: RotaryTable.Kind
  package let activation: Activation
  package let normPlace: NormPlace
  /// After the last layer; nil where that ends with a norm.
  package let finalNorm: LayerNorm?

  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates {
    let states = try embedding.embed(chunk, pass)
    let table = try pass.rotaryTable(rotary, positions: chunk.longest)
    let positions = chunk.positions
    pass.observe(states)
    for layer in layers {
      try attend(states, layer, starts: chunk.starts, positions, table, pass)
      try feedForward(states, layer, pass)
      pass.observe(states)
    }
    guard let finalNorm else { return EncoderStates(last: states, preFinalNorm: states) }
    let last = try pass.rows(.scratch, count: states.count, width: states.width)
    try pass.engine.layerNorm(states, finalNorm, into: last)
    return EncoderStates(last: last, preFinalNorm: last)
  }

  private func attend(
    _ states: Rows, _ layer: RotaryLayer, starts: [Int], _ positions: [Int32], _ table: RotaryTable,
    _ pass: ForwardPass
  ) throws(EncoderError) {
    let size = attention.headSize
    let turned = (attention.heads + attention.keyHeads) * size
    let projected = try pass.rows(
      .projections, count: states.count, width: turned + attention.keyHeads * size)
    try pass.engine.linear(
      normedBefore(states, layer.attentionNorm, pass), layer.projections, into: projected)
    try pass.engine.rotate(projected.columns(0..<turned), headSize: size, table, positions: positions)
    let attended = try pass.rows(.scratch, count: states.count, width: attention.heads * size)
    try pass.engine.attend(projected, starts: starts, attention, into: attended)
    try pass.engine.linear(attended, [layer.attentionOutput], into: states, operand: .added(states))
    if normPlace == .after { try pass.engine.layerNorm(states, layer.attentionNorm, into: states) }
  }

  private func feedForward(_ states: Rows, _ layer: RotaryLayer, _ pass: ForwardPass) throws(EncoderError) {
    for part in states.parts {
      let input = try normedBefore(part, layer.feedForwardNorm, pass)
      let middle = try pass.rows(.middle, count: part.count, width: layer.output.inputs)
      try pass.engine.linear(input, [layer.multiplied], into: middle)
      try pass.engine.linear(
        input, [layer.activated], into: middle, activation, operand: .multiplied(middle))
      try pass.engine.linear(middle, [layer.output], into: part, operand: .added(part))
    }
    if normPlace == .after { try pass.engine.layerNorm(states, layer.feedForwardNorm, into: states) }
  }

  /// What a half of a layer reads.
  private func normedBefore(
    _ states: Rows, _ norm: LayerNorm, _ pass: ForwardPass
  ) throws(EncoderError) -> Rows {
    guard normPlace == .before else { return states }
    let normed = try pass.rows(.scratch, count: states.count, width: states.width)
    try pass.engine.layerNorm(states, norm, into: normed)
    return normed
  }
}
