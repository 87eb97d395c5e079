import PackFiles
import PackJSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// DeBERTa's buckets of distances: near ones have their own, farther ones share them by logarithm
/// (transformers: make_log_bucket_position).
package struct RelativeBuckets: Sendable {
  /// Buckets of each sign.
  let span: Int
  /// Where the logarithm ends; nil where every distance has its own bucket.
  private let logarithmEnd: Int?

  init(_ config: JSONNode, positions: Int) throws(JSONError) {
    // Both keys use -1 for "none".
    let most = try config.optional("max_relative_positions").map { node throws(JSONError) in
      try node.number(-1...(1 << 24))
    }
    let reach = most.map { $0 < 1 ? positions : $0 } ?? positions
    guard let node = try config.optional("position_buckets") else {
      span = reach
      logarithmEnd = nil
      return
    }
    let buckets = try node.number(-1...(1 << 24))
    guard buckets > 0 else {
      span = reach
      logarithmEnd = nil
      return
    }
    // The logarithm's base is (reach - 1) / (buckets / 2), which must be above 1.
    guard buckets >= 2, reach - 1 > buckets / 2 else {
      throw node.notAllowed("2 or more, and less than twice max_relative_positions")
    }
    span = buckets
    logarithmEnd = reach
  }

  /// Number of rows in the table of positions.
  package var count: Int { 2 * span }

  /// The row of a distance, query - key.
  package func row(_ distance: Int) -> Int { min(max(bucket(distance) + span, 0), 2 * span - 1) }

  private func bucket(_ distance: Int) -> Int {
    guard let logarithmEnd else { return distance }
    let middle = span / 2
    let magnitude = abs(distance)
    guard magnitude > middle else { return distance }
    // In single precision, as the reference computes it: the rounding decides where a bucket ends.
    let base = logf(Float(logarithmEnd - 1) / Float(middle))
    let steps = ceilf(logf(Float(magnitude) / Float(middle)) / base * Float(middle - 1))
    return (distance < 0 ? -1 : 1) * (Int(steps) + middle)
  }
}
