extension ActivationInspection {
  /// Notes what is stored on the way to the scores: the products of queries and keys, scaled or not, and those of each with
  /// relative positions, which DeBERTa scales afterwards (transformers: models/deberta_v2/modeling_deberta_v2.py,
  /// `disentangled_attention_bias`).
  ///
  /// - Parameters:
  ///   - projections: query, key and value side by side: [tokens, 3 * hidden].
  ///   - starts: where each sequence begins, and where the last one ends.
  func lookAtScores(
    _ projections: Rows, starts: [Int], _ options: AttentionOptions, _ relative: RelativePositions?
  ) {
    // What is looked for is the largest in float32.
    guard rounding == nil, projections.count > 0 else { return }
    let (size, width) = (options.headSize, options.heads * options.headSize)
    let scale = options.storedScores == .scaledProducts ? options.scale : 1
    var largest: Float = 0
    func see(_ value: Float) {
      let magnitude = abs(value)
      if magnitude > largest || magnitude.isNaN { largest = magnitude.isNaN ? .infinity : magnitude }
    }
    for (start, end) in zip(starts, starts.dropFirst()) {
      for head in 0..<options.heads {
        for row in start..<end {
          let query = projections.pointer + row * projections.stride + head * size
          for column in start..<end {
            let key = projections.pointer + column * projections.stride + width + head * size
            see(product(query, key, size) * scale)
            guard let relative else { continue }
            let bucket = Int(relative.buckets[relative.buckets.count / 2 + row - column])
            if let keys = relative.keys {
              see(product(query, keys.pointer + bucket * keys.stride + head * size, size))
            }
            if let queries = relative.queries {
              see(product(key, queries.pointer + bucket * queries.stride + head * size, size))
            }
          }
        }
      }
    }
    note(magnitude: largest)
  }

  /// The scalar product of two vectors, eight numbers at a time: there is one for each pair of tokens and each head.
  private func product(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>, _ count: Int) -> Float {
    var sums = SIMD8<Float>()
    var position = 0
    while position + 8 <= count {
      sums +=
        UnsafeRawPointer(one + position).loadUnaligned(as: SIMD8<Float>.self)
        * UnsafeRawPointer(other + position).loadUnaligned(as: SIMD8<Float>.self)
      position += 8
    }
    var sum = sums.sum()
    while position < count {
      sum += one[position] * other[position]
      position += 1
    }
    return sum
  }
}
