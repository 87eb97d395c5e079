import PackEncoders

/// The outcome of the layers: [batch, length, hidden] each.
struct EncodedStates {
  /// The encoder's output.
  let last: GraphBuilder.Value
  /// The last layer's output before the final norm; the same where there is no such norm.
  let preFinalNorm: GraphBuilder.Value

  func states(_ source: HiddenStateSource) -> GraphBuilder.Value {
    switch source {
    case .lastHiddenState: last
    case .preFinalNorm: preFinalNorm
    }
  }
}
