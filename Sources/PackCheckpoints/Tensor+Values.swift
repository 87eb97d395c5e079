public import PackFiles

extension Tensor {
  /// The elements as 32-bit floats.
  ///
  /// - Parameter range: positions of the elements in row-major order; all of them by default.
  /// - Throws: ``CheckpointError`` when the dtype is none of F32, F16 and BF16.
  public func floats(_ range: Range<Int>? = nil) throws(CheckpointError) -> [Float] {
    let range = range ?? 0..<count
    let bytes = bytes
    switch dtype {
    case .float32:
      return range.map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
      }
    case .float16: return range.map { float(half: Self.word(bytes, $0)) }
    case .bfloat16: return range.map { Float(bitPattern: UInt32(Self.word(bytes, $0)) << 16) }
    default: throw notComputable
    }
  }

  /// The elements of a range in another type, little-endian.
  ///
  /// Rounds to nearest, ties to even, as PyTorch's `to` does.
  ///
  /// - Throws: ``CheckpointError`` when a finite value would become infinite, when the type to read is none of F64, F32, F16
  ///   and BF16, or the one to write is none of F32, F16 and BF16.
  func converted(_ range: Range<Int>, to target: DType) throws(CheckpointError) -> [UInt8] {
    let values = dtype == .float64 ? try narrowed(range) : try floats(range)
    var result: [UInt8] = []
    result.reserveCapacity(values.count * target.bits / 8)
    for (position, value) in values.enumerated() {
      switch target {
      case .float32: withUnsafeBytes(of: value.bitPattern.littleEndian) { result.append(contentsOf: $0) }
      case .float16, .bfloat16:
        let word = target == .float16 ? halfBits(value) : bfloatBits(value)
        let infinity: UInt16 = target == .float16 ? 0x7C00 : 0x7F80
        guard !value.isFinite || word & 0x7FFF != infinity else {
          throw overflow(
            "\(value)", at: range.lowerBound + position, limit: target == .float16 ? "65504" : "3.3895e38",
            target)
        }
        withUnsafeBytes(of: word.littleEndian) { result.append(contentsOf: $0) }
      default: throw notComputable
      }
    }
    return result
  }

  /// 64-bit floats rounded to 32 bits.
  private func narrowed(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(range.count)
    for position in range {
      let bits = bytes.loadUnaligned(fromByteOffset: position * 8, as: UInt64.self)
      let value = Double(bitPattern: UInt64(littleEndian: bits))
      guard !value.isFinite || Float(value).isFinite else {
        throw overflow("\(value)", at: position, limit: "3.4028e38", .float32)
      }
      values.append(Float(value))
    }
    return values
  }

  private func overflow(_ value: String, at position: Int, limit: String, _ target: DType) -> CheckpointError
  {
    CheckpointError(
      .valueOverflow, at: place, problem: "value does not fit the requested dtype",
      expected: "at most \(limit) in \(target.rawValue)", found: "\(value) at element \(position)")
  }

  private var notComputable: CheckpointError {
    CheckpointError(
      .unsupportedDType, at: place, problem: "dtype cannot be converted", expected: "F32, F16 or BF16",
      found: dtype.rawValue)
  }

  private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt16 {
    UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: position * 2, as: UInt16.self))
  }
}

// Written out because Swift's Float16 does not exist on Intel Macs.

/// The float that an IEEE half stands for.
package func float(half: UInt16) -> Float {
  let sign = UInt32(half & 0x8000) << 16
  let exponent = UInt32(half >> 10) & 0x1F
  let fraction = UInt32(half & 0x3FF)
  switch exponent {
  case 0: return Float(sign: sign == 0 ? .plus : .minus, exponent: -24, significand: Float(fraction))
  case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
  }
}

/// The IEEE half nearest to a float.
private func halfBits(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
  let magnitude = bits & 0x7FFF_FFFF
  if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
  if magnitude >= 0x4780_0000 { return sign | 0x7C00 }
  if magnitude < 0x3880_0000 {
    // Subnormal: the unit is 2^-24.
    let scaled = Float(bitPattern: magnitude) * 16_777_216
    return sign | UInt16(scaled.rounded(.toNearestOrEven))
  }
  let rounded = magnitude + 0xFFF + (magnitude >> 13 & 1)
  return sign | UInt16(truncatingIfNeeded: (rounded - 0x3800_0000) >> 13)
}

/// The bfloat16 nearest to a float.
private func bfloatBits(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
  return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
}
