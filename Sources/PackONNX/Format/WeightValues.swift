package import PackCheckpoints

/// The elements of a weight as floats, a piece at a time.
package struct WeightValues: Sendable {
  /// The weight in its checkpoint.
  package let tensor: Tensor
  /// Rows in the order in which they are taken; nil takes all as they stand.
  package let rowOrder: [Int]?

  /// The elements of a tensor, or of some of its rows.
  package init(_ tensor: Tensor, rows: [Int]? = nil) {
    self.tensor = tensor
    rowOrder = rows
  }

  /// Dimensions, outermost first.
  package var shape: [Int] { rowOrder.map { [$0.count] + tensor.shape.dropFirst() } ?? tensor.shape }

  /// Elements that stand under one index of the first dimension.
  package var rowSize: Int { tensor.shape.dropFirst().reduce(1, *) }

  /// Number of rows.
  package var rowCount: Int { shape.first ?? 1 }

  /// Calls with the floats of some rows, which are valid only meanwhile.
  ///
  /// - Throws: ``PackCheckpoints/CheckpointError`` for a type that cannot be computed with; what the function throws.
  package func withRows<Result>(
    _ rows: Range<Int>, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    let width = rowSize
    var values: [Float] = []
    if let rowOrder {
      for row in rowOrder[rows] { values += try tensor.floats(row * width..<(row + 1) * width) }
    } else {
      let bytes = tensor.bytes
      if tensor.dtype == .float32, let base = bytes.baseAddress, Int(bitPattern: base) % 4 == 0 {
        // In place; all platforms of the package are little-endian.
        return try withExtendedLifetime(tensor) {
          let floats = bytes.bindMemory(to: Float.self)
          return try body(
            UnsafeBufferPointer(rebasing: floats[rows.lowerBound * width..<rows.upperBound * width]))
        }
      }
      values = try tensor.floats(rows.lowerBound * width..<rows.upperBound * width)
    }
    return try values.withUnsafeBufferPointer(body)
  }

  /// The ranges of rows that have about so many elements each.
  package func pieces(elements: Int) -> [Range<Int>] {
    let count = max(1, elements / max(1, rowSize))
    return stride(from: 0, to: rowCount, by: count).map { $0..<min($0 + count, rowCount) }
  }
}
