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
    /// Vectors of relative positions, and a layer's projections of them.
    case positions, positionProjections
    /// One vector for each row of the batch, and the classifier's steps.
    case pooled, poolDense, logits
    /// Outputs of a head on tokens, and its steps.
    case tokenDense, tokenLogits
  }

  /// A gap after each row: rows a power of two apart would fall on the same sets of the cache.
  private static let gap = 16

  private var buffers: [Slot: FloatVector] = [:]

  /// Rows for a purpose; what an earlier call for the same purpose gave is lost.
  mutating func rows(_ slot: Slot, count: Int, width: Int) throws(EncoderError) -> Rows {
    let stride = (width + Self.gap - 1) / Self.gap * Self.gap + Self.gap
    let (needed, overflow) = count.multipliedReportingOverflow(by: stride)
    guard !overflow else { throw EncoderError.outOfMemory }
    if let buffer = buffers[slot], buffer.count >= needed {
      return Rows(pointer: buffer.pointer, stride: stride, count: count, width: width)
    }
    buffers[slot] = nil
    guard let buffer = FloatVector(count: needed) else { throw EncoderError.outOfMemory }
    buffers[slot] = buffer
    return Rows(pointer: buffer.pointer, stride: stride, count: count, width: width)
  }
}
