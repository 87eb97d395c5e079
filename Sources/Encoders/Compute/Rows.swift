/// A view of rows of floats in a workspace: [count, width], with `stride` floats from one row to the next.
struct Rows {
  let pointer: UnsafeMutablePointer<Float>
  let stride: Int
  let count: Int
  let width: Int

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Rows {
    Rows(pointer: pointer + range.lowerBound * stride, stride: stride, count: range.count, width: width)
  }

  /// Some of the columns.
  func columns(_ range: Range<Int>) -> Rows {
    Rows(pointer: pointer + range.lowerBound, stride: stride, count: count, width: range.count)
  }

  /// The values, [count * width].
  func values() -> [Float] {
    Array(unsafeUninitializedCapacity: count * width) { buffer, initialized in
      if let target = buffer.baseAddress {
        for row in 0..<count { (target + row * width).initialize(from: pointer + row * stride, count: width) }
      }
      initialized = count * width
    }
  }
}
