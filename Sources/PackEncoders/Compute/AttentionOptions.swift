/// What an attention does beside its projections.
struct AttentionOptions: Sendable {
  var heads: Int
  var headSize: Int
  /// Factor of the scores.
  var scale: Float
  /// Keys further away are not seen.
  var window: Int?
  /// Added to the scores by head and distance.
  var distanceBias: DistanceBias?

  /// The usual attention: all keys, scores divided by the square root of the head's width.
  init(heads: Int, headSize: Int) {
    self.heads = heads
    self.headSize = headSize
    scale = 1 / Float(headSize).squareRoot()
  }
}

/// A bias for each head and each distance from -reach to reach: [heads, 2 * reach + 1].
struct DistanceBias: Sendable {
  let reach: Int
  let values: FloatVector
}
