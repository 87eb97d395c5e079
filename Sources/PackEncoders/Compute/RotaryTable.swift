#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Cosines and sines of rotary positions (Su et al. 2021): position * theta^(-2i / headSize).
struct RotaryTable {
  /// What tells two tables apart.
  struct Kind: Hashable {
    var theta: Float
    var headSize: Int
  }

  /// Number of positions.
  let positions: Int
  /// [positions, headSize / 2]
  let cosines: FloatVector
  /// [positions, headSize / 2]
  let sines: FloatVector

  /// Computes the angles of positions from 0.
  init(_ kind: Kind, positions: Int) throws(EncoderError) {
    let half = kind.headSize / 2
    let (count, overflow) = positions.multipliedReportingOverflow(by: half)
    guard !overflow, let cosines = FloatVector(count: count), let sines = FloatVector(count: count) else {
      throw EncoderError.outOfMemory
    }
    // In single precision, as the reference computes them: thousands of positions on, the rounding of the angle shows.
    let frequencies = (0..<half).map { 1 / powf(kind.theta, Float(2 * $0) / Float(kind.headSize)) }
    for position in 0..<positions {
      for (i, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        cosines.pointer[position * half + i] = cosf(angle)
        sines.pointer[position * half + i] = sinf(angle)
      }
    }
    self.positions = positions
    self.cosines = cosines
    self.sines = sines
  }
}
