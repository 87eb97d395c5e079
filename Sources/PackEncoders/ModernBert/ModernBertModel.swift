/// ModernBERT: pre-norm layers, rotary positions, gated feed-forward (transformers: models/modernbert/modeling_modernbert.py).
package struct ModernBertModel: EncoderModel {
  package let embedding: TokenEmbedding
  package let layers: [ModernBertLayer]
  package let finalNorm: LayerNorm
  package let activation: Activation

  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates {
    let states = try embedding.embed(chunk, pass)
    let positions = chunk.positions
    pass.observe(states)
    for layer in layers {
      let table = try pass.rotaryTable(layer.rotary, positions: chunk.longest)
      try layer.attend(states, starts: chunk.starts, positions, table, pass)
      try layer.feedForward(states, activation, pass)
      pass.observe(states)
    }
    let last = try pass.rows(.scratch, count: states.count, width: states.width)
    try pass.engine.layerNorm(states, finalNorm, into: last)
    return EncoderStates(last: last, preFinalNorm: states)
  }
}

/// One layer; both halves add to the states.
package struct ModernBertLayer: Sendable {
  /// Nil in the first layer.
  package let attentionNorm: LayerNorm?
  /// Query, key and value: [3 * hidden, hidden].
  package let projections: Linear
  package let attention: AttentionOptions
  package let rotary: RotaryTable.Kind
  package let attentionOutput: Linear
  package let feedForwardNorm: LayerNorm
  /// The first half of the file's matrix; the activation is applied to it.
  package let activated: Linear
  /// The second half, with which it is multiplied.
  package let multiplied: Linear
  package let output: Linear

  func attend(
    _ states: Rows, starts: [Int], _ positions: [Int32], _ table: RotaryTable, _ pass: ForwardPass
  ) throws(EncoderError) {
    let width = states.width
    let scratch = try pass.rows(.scratch, count: states.count, width: width)
    let projected = try pass.rows(.projections, count: states.count, width: 3 * width)
    var input = states
    if let attentionNorm {
      try pass.engine.layerNorm(states, attentionNorm, into: scratch)
      input = scratch
    }
    try pass.engine.linear(input, [projections], into: projected)
    try pass.engine.rotate(
      projected.columns(0..<2 * width), headSize: attention.headSize, table, positions: positions)
    try pass.engine.attend(projected, starts: starts, attention, into: scratch)
    try pass.engine.linear(scratch, [attentionOutput], into: states, operand: .added(states))
  }

  func feedForward(_ states: Rows, _ activation: Activation, _ pass: ForwardPass) throws(EncoderError) {
    let wide = output.inputs
    for part in states.parts {
      let normed = try pass.rows(.scratch, count: part.count, width: part.width)
      let middle = try pass.rows(.middle, count: part.count, width: wide)
      try pass.engine.layerNorm(part, feedForwardNorm, into: normed)
      try pass.engine.linear(normed, [multiplied], into: middle)
      try pass.engine.linear(
        normed, [activated], into: middle, activation, operand: .multiplied(middle))
      try pass.engine.linear(middle, [output], into: part, operand: .added(part))
    }
  }
}
