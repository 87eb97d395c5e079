/// A transformer layer that norms after each half, as BERT does.
package struct PostNormLayer: Sendable {
  package let query: Linear
  package let key: Linear
  package let value: Linear
  package let attentionOutput: Linear
  package let attentionNorm: LayerNorm
  package let intermediate: Linear
  package let output: Linear
  package let outputNorm: LayerNorm

  /// Reads a layer under a family's names.
  init(_ layer: WeightCursor, _ options: PostNormStack.Options, _ names: PostNormStack.Names) {
    let width = options.hiddenSize
    query = layer.linear(names.query, from: width, to: width)
    key = layer.linear(names.key, from: width, to: width)
    value = layer.linear(names.value, from: width, to: width)
    attentionOutput = layer.linear(names.attentionOutput, from: width, to: width)
    attentionNorm = layer.layerNorm(names.attentionNorm, width: width, epsilon: options.epsilon)
    intermediate = layer.linear(names.intermediate, from: width, to: options.intermediateSize)
    output = layer.linear(names.output, from: options.intermediateSize, to: width)
    outputNorm = layer.layerNorm(names.outputNorm, width: width, epsilon: options.epsilon)
  }

  /// Replaces the states by the layer's output.
  func apply(
    _ states: Rows, starts: [Int], _ attention: AttentionOptions, relative: RelativePositions? = nil,
    _ activation: Activation, _ pass: ForwardPass
  ) throws(EncoderError) {
    let projections = try pass.rows(.projections, count: states.count, width: 3 * query.outputs)
    let attended = try pass.rows(.scratch, count: states.count, width: query.outputs)
    try pass.engine.linear(states, [query, key, value], into: projections)
    try pass.engine.attend(projections, starts: starts, attention, relative: relative, into: attended)
    try pass.engine.linear(attended, [attentionOutput], into: states, operand: .added(states))
    try pass.engine.layerNorm(states, attentionNorm, into: states)
    for part in states.parts {
      let middle = try pass.rows(.middle, count: part.count, width: intermediate.outputs)
      try pass.engine.linear(part, [intermediate], into: middle, activation)
      try pass.engine.linear(middle, [output], into: part, operand: .added(part))
    }
    try pass.engine.layerNorm(states, outputNorm, into: states)
  }
}

extension Rows {
  /// Groups of rows of about the size of a chunk: the feed-forward layer's wide buffer need not hold a long row at once.
  var parts: [Rows] {
    Swift.stride(from: 0, to: count, by: Chunk.preferredCount).map { first in
      rows(first..<min(first + Chunk.preferredCount, count))
    }
  }
}
