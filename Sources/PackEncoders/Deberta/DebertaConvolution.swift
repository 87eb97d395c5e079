/// A convolution over neighbouring tokens beside the first layer, added to its output and normed.
package struct DebertaConvolution: Sendable {
  /// [hidden, hidden * kernelSize]: torch's [out, in, kernel], seen as a matrix.
  package let kernel: Linear
  package let kernelSize: Int
  package let activation: Activation
  package let norm: LayerNorm

  /// The activated convolution of what enters the first layer: [tokens, hidden]. Rows see zeros beyond their ends.
  func convolve(_ states: Rows, _ ranges: [Range<Int>], _ pass: ForwardPass) throws(EncoderError) -> Rows {
    let neighbours = try pass.rows(.middle, count: states.count, width: kernel.inputs)
    for range in ranges {
      for token in range {
        gather(states, range, token, into: neighbours.pointer + token * neighbours.stride)
      }
    }
    let convolved = try pass.rows(.convolved, count: states.count, width: kernel.outputs)
    try pass.engine.linear(neighbours, [kernel], into: convolved, activation)
    return convolved
  }

  /// A token's input to the kernel: for each channel its values in the tokens around.
  private func gather(
    _ states: Rows, _ range: Range<Int>, _ token: Int, into target: UnsafeMutablePointer<Float>
  ) {
    for offset in 0..<kernelSize {
      let neighbour = token + offset - kernelSize / 2
      let source = range.contains(neighbour) ? states.pointer + neighbour * states.stride : nil
      for channel in 0..<states.width { target[channel * kernelSize + offset] = source?[channel] ?? 0 }
    }
  }

  /// states = norm(states + convolved)
  func add(_ convolved: Rows, to states: Rows, _ pass: ForwardPass) throws(EncoderError) {
    for row in 0..<states.count {
      let (state, added) = (states.pointer + row * states.stride, convolved.pointer + row * convolved.stride)
      for column in 0..<states.width { state[column] += added[column] }
    }
    try pass.engine.layerNorm(states, norm, into: states)
  }
}
