extension Tensor {
  /// What one pass over the elements tells.
  public struct Scan: Sendable, Hashable {
    /// Position of the first element, in row-major order, that is NaN or infinite.
    public var firstNonFinite: Int?
    /// Whether all elements have the same value.
    public var isConstant: Bool
    /// Whether an element is the type's largest finite number or its negative, where larger ones were cut off.
    public var isAtLimit = false
    /// Whether all elements are too small for a normal number of the type, and not all are zero.
    public var isSubnormal = false
  }

  /// Looks for NaN, infinity, constant tensors and numbers at the limits of their type.
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
    // One more than the largest finite number is infinity, which carries, too.
    var nextCarries: Bits = 0
    var exponents: Bits = 0
    var differences: Bits = 0
    for position in 0..<count {
      let element = bytes.loadUnaligned(fromByteOffset: position &* width, as: Bits.self)
      let number = Bits(littleEndian: element)
      carries |= (number & exponent) &+ lowest
      nextCarries |= ((number &+ 1) & exponent) &+ lowest
      exponents |= number & exponent
      differences |= element ^ first
    }
    var culprit: Int?
    if carries & sign != 0 {
      culprit = (0..<count).first {
        let element = bytes.loadUnaligned(fromByteOffset: $0 * width, as: Bits.self)
        return Bits(littleEndian: element) & exponent == exponent
      }
    }
    return Scan(
      firstNonFinite: culprit, isConstant: differences == 0,
      isAtLimit: culprit == nil && nextCarries & sign != 0, isSubnormal: exponents == 0 && differences != 0)
  }
}
