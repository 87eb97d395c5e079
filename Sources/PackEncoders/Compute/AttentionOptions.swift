package import PackCheckpoints

/// What an attention does beside its projections.
package struct AttentionOptions: Sendable {
  package var heads: Int
  /// Heads of keys and of values, each shared by as many neighbouring heads of queries.
  package var keyHeads: Int
  package var headSize: Int
  /// Factor of the scores.
  package var scale: Float
  /// Keys further away are not seen.
  package var window: Int?
  /// Added to the scores by head and distance.
  package var distanceBias: DistanceBias?
  var storedScores = StoredScores.none

  /// The usual attention: all keys, scores divided by the square root of the head's width.
  init(heads: Int, headSize: Int) {
    self.heads = heads
    keyHeads = heads
    self.headSize = headSize
    scale = 1 / Float(headSize).squareRoot()
  }
}

/// What transformers stores on the way to the scores, in the type of the weights, where it has no fused attention for a family.
enum StoredScores: Sendable {
  /// The attention is fused: scores are float32, and nobody sees them.
  case none
  /// The products of queries and keys, which are then scaled: MPNet, and ELECTRA in transformers 4.
  case products
  /// The products of queries and scaled keys: DeBERTa.
  case scaledProducts
}

/// A bias for each head and each distance from -reach to reach: [heads, 2 * reach + 1].
package struct DistanceBias: Sendable {
  package let reach: Int
  let values: FloatVector
  /// The bias of each bucket, of which the values are made: [buckets, heads].
  package let table: Tensor?
  /// The bucket of each distance, key - query, from -reach to reach.
  package let buckets: [Int]
}
