/// Numbers that are the same in every run.
struct Samples {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  /// The next bits of SplitMix64.
  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in -1..<1.
  mutating func next() -> Float {
    Float(Int32(truncatingIfNeeded: bits() >> 40) - (1 << 23)) / Float(1 << 23)
  }

  mutating func floats(_ count: Int, times factor: Float = 1) -> [Float] {
    (0..<count).map { _ in next() * factor }
  }
}
