/// A view of rows of floats in a workspace: [count, width], with `stride` floats from one row to the next.
struct Rows {
  let pointer: UnsafeMutablePointer<Float>
  let stride: Int
  let count: Int
  let width: Int

  /// A gap after each row: rows a power of two apart would fall on the same sets of the cache.
  private static let gap = 16

  /// The stride of rows of a width, and the floats that so many of them take.
  static func layOut(count: Int, width: Int) throws(EncoderError) -> (stride: Int, floats: Int) {
    let stride = (width + gap - 1) / gap * gap + gap
    let (floats, overflow) = count.multipliedReportingOverflow(by: stride)
    guard !overflow else { throw EncoderError.outOfMemory }
    return (stride, floats)
  }

  /// New rows, and what holds their memory.
  static func allocate(count: Int, width: Int) throws(EncoderError) -> (rows: Rows, owner: FloatVector) {
    let (stride, floats) = try layOut(count: count, width: width)
    guard let owner = FloatVector(count: floats) else { throw EncoderError.outOfMemory }
    return (Rows(pointer: owner.pointer, stride: stride, count: count, width: width), owner)
  }

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
