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
    case .float32: scan(SIMD16<UInt32>.self, absolute: 0x7FFF_FFFF, infinity: 0x7F80_0000)
    case .float16: scan(SIMD32<UInt16>.self, absolute: 0x7FFF, infinity: 0x7C00)
    case .bfloat16: scan(SIMD32<UInt16>.self, absolute: 0x7FFF, infinity: 0x7F80)
    default: nil
    }
  }

  /// NaN and infinity are the bit patterns at and above infinity's, the sign left out: an integer maximum finds them.
  private func scan<Vector: SIMD>(
    _: Vector.Type, absolute: Vector.Scalar, infinity: Vector.Scalar
  ) -> Scan where Vector.Scalar: FixedWidthInteger & UnsignedInteger {
    let bytes = bytes
    let width = MemoryLayout<Vector.Scalar>.size
    func element(_ position: Int) -> Vector.Scalar {
      Vector.Scalar(
        littleEndian: bytes.loadUnaligned(fromByteOffset: position * width, as: Vector.Scalar.self))
    }
    let count = bytes.count / width
    guard count > 0 else { return Scan(firstNonFinite: nil, isConstant: false) }
    let first = element(0)
    let lanes = Vector.scalarCount
    let mask = Vector(repeating: absolute)
    var largest = Vector(repeating: 0)
    var difference = Vector(repeating: 0)
    var position = 0
    while position + lanes <= count {
      let vector = bytes.loadUnaligned(fromByteOffset: position * width, as: Vector.self)
      let magnitude = vector & mask
      largest.replace(with: magnitude, where: magnitude .> largest)
      difference |= vector ^ Vector(repeating: first.littleEndian)
      position += lanes
    }
    var hasNonFinite = (0..<lanes).contains { largest[$0] >= infinity }
    var isConstant = difference == Vector(repeating: 0)
    while position < count {
      let value = element(position)
      if value & absolute >= infinity { hasNonFinite = true }
      if value != first { isConstant = false }
      position += 1
    }
    let culprit = hasNonFinite ? (0..<count).first { element($0) & absolute >= infinity } : nil
    return Scan(firstNonFinite: culprit, isConstant: isConstant)
  }
}
