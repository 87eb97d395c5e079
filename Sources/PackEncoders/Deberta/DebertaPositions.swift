/// The vectors of relative positions, which all layers share.
package struct DebertaPositions: Sendable {
  /// [2 * span, hidden]
  package let table: EmbeddingTable
  package let norm: LayerNorm?
  package let buckets: RelativeBuckets

  /// The part of the table that rows of some length need.
  struct Window {
    /// The vectors, normed: [rows of the table, hidden].
    let vectors: Rows
    /// Which of the vectors each distance from -(longest - 1) to longest - 1 takes.
    let buckets: [Int32]
  }

  /// Reads the vectors for rows of up to `longest` tokens.
  func window(longest: Int, _ pass: ForwardPass) throws(EncoderError) -> Window {
    let reach = longest - 1
    let rows = (-reach...reach).map { Int32(buckets.row($0)) }
    // Rows ascend with the distance.
    let first = rows.first ?? 0
    let last = rows.last ?? first
    let vectors = try pass.rows(.positions, count: Int(last - first) + 1, width: table.width)
    try pass.engine.embed([(table, Array(first...last))], into: vectors)
    if let norm { try pass.engine.layerNorm(vectors, norm, into: vectors) }
    return Window(vectors: vectors, buckets: rows.map { $0 - first })
  }
}
