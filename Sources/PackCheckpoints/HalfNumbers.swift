extension DType {
  /// The largest finite number of a type of 16 bits; nil for other types.
  package var largestNumber: Float? {
    switch self {
    case .float16: 65504
    case .bfloat16: Float(bitPattern: 0x7F7F_0000)
    default: nil
    }
  }

  /// The number of a type of 16 bits that is nearest, the even one of two, and infinity beyond the largest; the number itself
  /// for other types.
  package func nearest(_ value: Float) -> Float {
    switch self {
    case .float16: float(half: halfBits(value))
    case .bfloat16: Float(bitPattern: UInt32(bfloatBits(value)) << 16)
    default: value
    }
  }

  /// The bits of the float16 that is nearest.
  package static func float16Bits(nearest value: Float) -> UInt16 { halfBits(value) }
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
func halfBits(_ value: Float) -> UInt16 {
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
func bfloatBits(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  if value.isNaN { return UInt16(truncatingIfNeeded: bits >> 16) | 0x40 }
  return UInt16(truncatingIfNeeded: (bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
}
