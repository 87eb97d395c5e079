/// A classifier on pooled rows or on tokens: an optional dense layer with activation and norm, then the output layer.
package struct ClassifierHead: Sendable {
  /// How the vectors of a row become one.
  package enum Pooling: Sendable {
    /// The first token's.
    case first
    /// The mean of all tokens'.
    case mean
  }

  package var pooling = Pooling.first
  package var dense: Linear?
  package var activation = Activation.identity
  package var norm: LayerNorm?
  package var output: Linear

  /// Logits of vectors: [rows, labels].
  ///
  /// - Parameter isToken: whether the vectors are tokens', which have buffers of their own.
  func logits(_ vectors: Rows, _ pass: ForwardPass, isToken: Bool) throws(EncoderError) -> Rows {
    var vectors = vectors
    if let dense {
      let hidden = try pass.rows(
        isToken ? .tokenDense : .poolDense, count: vectors.count, width: dense.outputs)
      try pass.engine.linear(vectors, [dense], into: hidden, activation)
      if let norm { try pass.engine.layerNorm(hidden, norm, into: hidden) }
      vectors = hidden
    }
    let logits = try pass.rows(isToken ? .tokenLogits : .logits, count: vectors.count, width: output.outputs)
    try pass.engine.linear(vectors, [output], into: logits)
    return logits
  }

  /// Writes one vector for each row of a chunk.
  func pool(_ states: Rows, _ ranges: [Range<Int>], into pooled: Rows) {
    for (position, range) in ranges.enumerated() {
      let target = pooled.pointer + position * pooled.stride
      let tokens = pooling == .first ? range.prefix(1) : range
      for column in 0..<states.width {
        // Many tokens are summed; a float would lose digits.
        var sum = 0.0
        for token in tokens { sum += Double(states.pointer[token * states.stride + column]) }
        target[column] = Float(sum / Double(tokens.count))
      }
    }
  }
}
