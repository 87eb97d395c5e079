import PackCheckpoints

/// Rows of a matrix that hold nothing of their own.
struct LostRows {
  /// How many rows are zero.
  private(set) var zeros = 0
  /// How many rows are equal, and not zero; 0 for fewer than a thousand.
  private(set) var repeated = 0

  /// So many rows alike are no accident of training.
  static let many = 1000

  /// - Parameter tensor: a matrix.
  init(_ tensor: Tensor) {
    guard tensor.shape.count == 2, let rows = tensor.shape.first, rows > 0 else { return }
    let bytes = tensor.bytes
    let width = bytes.count / rows
    guard width >= 8 else { return }
    var counts: [UInt64: Int] = [:]
    for row in 0..<rows {
      // The first numbers tell nearly all rows apart.
      let start = bytes.loadUnaligned(fromByteOffset: row * width, as: UInt64.self)
      if start == 0, bytes[row * width..<(row + 1) * width].allSatisfy({ $0 == 0 }) {
        zeros += 1
      } else if rows >= Self.many {
        counts[start, default: 0] += 1
      }
    }
    for (start, count) in counts where count >= Self.many {
      var first: Slice<UnsafeRawBufferPointer>?
      var equal = 0
      for row in 0..<rows where bytes.loadUnaligned(fromByteOffset: row * width, as: UInt64.self) == start {
        let content = bytes[row * width..<(row + 1) * width]
        if let first {
          if content.elementsEqual(first) { equal += 1 }
        } else {
          first = content
          equal = 1
        }
      }
      if equal >= Self.many { repeated = max(repeated, equal) }
    }
  }
}
