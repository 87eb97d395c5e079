/// The sum of a token's word, position and type vectors, normed, and projected where it is narrower than the layers.
package struct TokenEmbedding: Sendable {
  /// Which position vector a token takes.
  package enum PositionRule: Sendable {
    /// Counted from 0.
    case fromZero
    /// Counted from the padding token's id + 1, and only tokens other than padding count; a padding token in the text
    /// takes the padding's own position (fairseq's rule, which RoBERTa and MPNet inherited).
    case afterPadding(Int32)

    /// Positions that the rule leaves unused.
    var reserved: Int {
      switch self {
      case .fromZero: 0
      case .afterPadding(let id): Int(id) + 1
      }
    }
  }

  /// [vocabulary, width]
  package let words: EmbeddingTable
  /// [positions, width]; nil where attention alone knows about positions.
  package var positions: EmbeddingTable?
  package var positionRule = PositionRule.fromZero
  /// [types, width]; nil where there are none.
  package var types: EmbeddingTable?
  /// Before the projection.
  package var norm: LayerNorm?
  /// From width to hidden.
  package var projection: Linear?
  /// After the projection.
  package var projectedNorm: LayerNorm?

  /// The states that enter the first layer.
  func embed(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> Rows {
    let embedded = try pass.rows(
      projection == nil ? .states : .scratch, count: chunk.count, width: words.width)
    var tables = [(words, chunk.ids)]
    if let types { tables.append((types, chunk.types)) }
    if let positions { tables.append((positions, positionIDs(chunk))) }
    try pass.engine.embed(tables, into: embedded)
    if let norm { try pass.engine.layerNorm(embedded, norm, into: embedded) }
    var states = embedded
    if let projection {
      states = try pass.rows(.states, count: chunk.count, width: projection.outputs)
      try pass.engine.linear(embedded, [projection], into: states)
    }
    if let projectedNorm { try pass.engine.layerNorm(states, projectedNorm, into: states) }
    return states
  }

  private func positionIDs(_ chunk: Chunk) -> [Int32] {
    switch positionRule {
    case .fromZero:
      return chunk.positions
    case .afterPadding(let padding):
      return chunk.ranges.flatMap { range in
        var position = padding
        return chunk.ids[range].map { id in
          guard id != padding else { return padding }
          position += 1
          return position
        }
      }
    }
  }
}
