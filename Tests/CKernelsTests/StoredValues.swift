import CPackKernels

/// Values as a checkpoint stores them, at an address that is a multiple of nothing.
final class StoredValues {
  private let memory: UnsafeMutableRawPointer
  let dtype: ck_dtype
  let count: Int
  /// The values that the stored bits stand for.
  let values: [Float]

  init(_ values: [Float], _ dtype: ck_dtype) {
    self.dtype = dtype
    count = values.count
    memory = .allocate(byteCount: values.count * 4 + 1, alignment: 64)
    let start = memory + 1
    var stored: [Float] = []
    for (i, value) in values.enumerated() {
      switch dtype {
      case CK_F16:
        let bits = half(value)
        start.storeBytes(of: bits, toByteOffset: i * 2, as: UInt16.self)
        stored.append(halfValue(bits))
      case CK_BF16:
        let bits = UInt16(truncatingIfNeeded: value.bitPattern >> 16)
        start.storeBytes(of: bits, toByteOffset: i * 2, as: UInt16.self)
        stored.append(Float(bitPattern: UInt32(bits) << 16))
      default:
        start.storeBytes(of: value, toByteOffset: i * 4, as: Float.self)
        stored.append(value)
      }
    }
    self.values = stored
  }

  deinit { memory.deallocate() }

  var data: UnsafeRawPointer { UnsafeRawPointer(memory + 1) }
}

/// The value of a half, from the definition of the format.
func halfValue(_ bits: UInt16) -> Float {
  let sign: Float = bits >> 15 == 0 ? 1 : -1
  let exponent = Int(bits >> 10 & 31)
  let fraction = Float(bits & 1023) / 1024
  switch exponent {
  case 0: return sign * fraction * Float(sign: .plus, exponent: -14, significand: 1)
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default: return sign * (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
  }
}

/// A half near a value of magnitude below 2, rounded toward zero.
private func half(_ value: Float) -> UInt16 {
  let magnitude = value.magnitude
  let sign: UInt16 = value < 0 ? 0x8000 : 0
  guard magnitude >= 0x1p-14 else { return sign | UInt16(magnitude * 0x1p24) }
  return sign | UInt16((Int(magnitude.exponent) + 15) << 10) | UInt16((magnitude.significand - 1) * 1024)
}
