#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// T5's buckets of distances, as transformers computes them for MPNet: near ones have their own, farther ones share them by
/// logarithm.
enum DistanceBuckets {
  /// Number of buckets of both signs together. The key relative_attention_num_buckets sizes the table only.
  static let count = 32

  /// From here on all distances are in the last bucket.
  static let reach = 128

  /// The bucket of a distance, key - query.
  static func bucket(_ distance: Int) -> Int {
    let half = count / 2
    let exact = half / 2
    let magnitude = abs(distance)
    let first = distance > 0 ? half : 0
    if magnitude < exact { return first + magnitude }
    // In single precision, as the reference computes it: at powers of two the rounding decides the bucket.
    let ratio = logf(Float(magnitude) / Float(exact)) / Float(log(Double(reach) / Double(exact)))
    return first + min(exact + Int(ratio * Float(half - exact)), half - 1)
  }
}
