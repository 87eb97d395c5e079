/// The buffers of a forward pass, kept between runs and grown when a longer row comes.
struct Workspace {
  /// What a buffer is for; each holds one thing at a time.
  enum Slot: Hashable {
    /// The states that go from layer to layer.
    case states
    /// A second set of states: normed, embedded or attended.
    case scratch
    /// Query, key and value side by side.
    case projections
    /// Between the two halves of the feed-forward layer.
    case middle
    /// The outcome of a convolution.
    case convolved
    /// Vectors of relative positions.
    case positions
    /// One vector for each row of the batch, and the classifier's steps.
    case pooled, poolDense, logits
    /// Outputs of a head on tokens, and its steps.
    case tokenDense, tokenLogits
  }

  private var buffers: [Slot: FloatVector] = [:]

  /// Rows for a purpose; what an earlier call for the same purpose gave is lost.
  mutating func rows(_ slot: Slot, count: Int, width: Int) throws(EncoderError) -> Rows {
    let (stride, needed) = try Rows.layOut(count: count, width: width)
    if let buffer = buffers[slot], buffer.count >= needed {
      return Rows(pointer: buffer.pointer, stride: stride, count: count, width: width)
    }
    // The old buffer goes first: both at once may be too much.
    buffers[slot] = nil
    let (rows, buffer) = try Rows.allocate(count: count, width: width)
    buffers[slot] = buffer
    return rows
  }
}
