extension Tensor {
  /// What one pass over the elements tells.
  public struct Scan: Sendable, Hashable {
    /// Position of the first element, in row-major order, that is NaN or infinite.
    public var firstNonFinite: Int?
    /// Whether all elements have the same value.
    public var isConstant: Bool
  }

  /// Looks for NaN, infinity and constant tensors.
  ///
  /// - Returns: nil for a type that has no NaN, or that is not looked into (integers, F64, 8 bits and below).
  /// - Complexity: O(n), at the memory's speed.
  public func scan() -> Scan? {
    switch dtype {
    case .float32: scan(UInt32.self, exponent: 0x7F80_0000)
    case .float16: scan(UInt16.self, exponent: 0x7C00)
    case .bfloat16: scan(UInt16.self, exponent: 0x7F80)
    default: nil
    }
  }

  /// NaN and infinity have every bit of the exponent set: adding the lowest of these bits carries into the sign's place, and
  /// only then. The loop has no branch, so that the compiler makes vectors of it.
  private func scan<Bits: FixedWidthInteger & UnsignedInteger>(_: Bits.Type, exponent: Bits) -> Scan {
    let bytes = bytes
    let width = MemoryLayout<Bits>.size
    let count = bytes.count / width
    let lowest = exponent & (~exponent &+ 1)
    let sign: Bits = 1 << (Bits.bitWidth - 1)
    guard count > 0 else { return Scan(firstNonFinite: nil, isConstant: false) }
    let first = bytes.loadUnaligned(as: Bits.self)
    var carries: Bits = 0
    var differences: Bits = 0
    for position in 0..<count {
      let element = bytes.loadUnaligned(fromByteOffset: position &* width, as: Bits.self)
      carries |= (Bits(littleEndian: element) & exponent) &+ lowest
      differences |= element ^ first
    }
    var culprit: Int?
    if carries & sign != 0 {
      culprit = (0..<count).first {
        let element = bytes.loadUnaligned(fromByteOffset: $0 * width, as: Bits.self)
        return Bits(littleEndian: element) & exponent == exponent
      }
    }
    return Scan(firstNonFinite: culprit, isConstant: differences == 0)
  }
}
