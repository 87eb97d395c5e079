/// A classifier on pooled rows or on tokens: an optional dense layer with activation and norm, then the output layer.
package struct ClassifierHead: Sendable {
  /// How the vectors of a row become one.
  package enum Pooling: Sendable {
    /// The first token's.
    case first
    /// The mean of all tokens'.
    case mean
    /// The mean of all tokens' outputs of the dense layer, after its activation.
    case activatedMean
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
    // That pooling comes after the dense layer.
    let isActivated = pooling == .activatedMean && !isToken
    let vectors = isActivated ? vectors : try activated(vectors, pass, isToken: isToken)
    let logits = try pass.rows(isToken ? .tokenLogits : .logits, count: vectors.count, width: output.outputs)
    try pass.engine.linear(vectors, [output], into: logits)
    return logits
  }

  /// What the dense layer, its activation and its norm make of vectors.
  private func activated(_ vectors: Rows, _ pass: ForwardPass, isToken: Bool) throws(EncoderError) -> Rows {
    guard let dense else { return vectors }
    let hidden = try pass.rows(
      isToken ? .tokenDense : .poolDense, count: vectors.count, width: dense.outputs)
    try pass.engine.linear(vectors, [dense], into: hidden, activation)
    if let norm { try pass.engine.layerNorm(hidden, norm, into: hidden) }
    return hidden
  }

  /// Writes one vector for each row of a chunk.
  func pool(
    _ states: Rows, _ ranges: [Range<Int>], into pooled: Rows, _ pass: ForwardPass
  ) throws(EncoderError) {
    let states = pooling == .activatedMean ? try activated(states, pass, isToken: true) : states
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
