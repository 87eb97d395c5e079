import CPackKernels

/// One layer's vectors of relative positions, by bucket of the distance query - key.
struct RelativePositions {
  /// [buckets, hidden]; nil where queries do not look at positions.
  var keys: Rows?
  /// [buckets, hidden]; nil where positions do not look at keys.
  var queries: Rows?
  /// The bucket of each distance from -reach to reach.
  var buckets: [Int32]
  /// Holds the memory of the vectors.
  let owner: FloatVector

  /// Calls with what the kernel takes; valid only during the call.
  func withKernelType<Result>(_ body: (UnsafePointer<ck_relative_positions>) -> Result) -> Result {
    buckets.withUnsafeBufferPointer { buckets in
      var relative = ck_relative_positions()
      relative.keys = keys.map { UnsafePointer($0.pointer) }
      relative.queries = queries.map { UnsafePointer($0.pointer) }
      relative.stride = keys?.stride ?? queries?.stride ?? 0
      relative.bucket_count = keys?.count ?? queries?.count ?? 0
      relative.buckets = buckets.baseAddress
      relative.reach = buckets.count / 2
      return withUnsafePointer(to: relative, body)
    }
  }
}

/// All layers' vectors of relative positions.
struct ProjectedPositions {
  /// The longest row that they serve.
  var longest: Int
  /// Nil in layers that do not look at positions.
  var layers: [RelativePositions?]
}
