/// Weights that Swift and Python make alike; Goldens/weights.py is the other half.
///
/// Every value has eight significant bits: it is the same number in float32, float16 and bfloat16.
enum SyntheticWeights {
  /// The values of a tensor.
  static func values(_ name: String, _ shape: [Int]) -> [Float] {
    let integers = integers(name, shape.reduce(1, *))
    if name.hasSuffix("bias") && shape.count == 1 { return integers.map { Float($0) / 1024 } }
    if shape.count == 1 { return integers.map { 1 + Float($0 >> 3) / 64 } }
    let divisor: Float = name.contains("embedding") ? 128 : 512
    return integers.map { Float($0) / divisor }
  }

  /// The top bytes of SplitMix64, seeded with FNV-1a of the name: -128...127.
  private static func integers(_ name: String, _ count: Int) -> [Int] {
    var seed: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (0..<count).map { i in
      var z = seed &+ UInt64(i + 1) &* 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      return Int(z >> 56) - 128
    }
  }
}
