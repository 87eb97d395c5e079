/// An architecture with its weights.
protocol EncoderModel: Sendable {
  /// Runs the embedding and all layers on a chunk.
  func encode(_ chunk: Chunk, _ pass: ForwardPass) throws(EncoderError) -> EncoderStates
}

/// The outcome of a forward pass, in the workspace until the next one: [tokens, hiddenSize] each.
struct EncoderStates {
  /// The encoder's output.
  let last: Rows
  /// The last layer's output before the final norm; the same rows as `last` where there is no such norm.
  let preFinalNorm: Rows

  func rows(_ source: HiddenStateSource) -> Rows {
    switch source {
    case .lastHiddenState: last
    case .preFinalNorm: preFinalNorm
    }
  }
}
