/// Reverses the bytes of every element of a stream that comes in pieces.
struct ByteSwap {
  /// Bytes of an element; with 1 nothing changes.
  let unit: Int
  private var pending: [UInt8] = []

  init(unit: Int) { self.unit = unit }

  /// The next whole elements; what is left of the piece waits for the next one.
  mutating func swapped(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
    guard unit > 1 else { return Array(piece) }
    pending.append(contentsOf: piece)
    let whole = pending.count / unit * unit
    var result = Array(pending[..<whole])
    pending.removeFirst(whole)
    for start in stride(from: 0, to: whole, by: unit) { result[start..<(start + unit)].reverse() }
    return result
  }
}
