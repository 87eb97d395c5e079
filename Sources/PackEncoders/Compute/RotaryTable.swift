#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Cosines and sines of rotary positions (Su et al. 2021): position * theta^(-2i / headSize).
package struct RotaryTable {
  /// What tells two tables apart.
  package struct Kind: Hashable, Sendable {
    package var theta: Float
    package var headSize: Int
    package var scaling = RotaryScaling.none

    /// The angle from one position to the next, for each pair of a head.
    ///
    /// In single precision, as the reference computes it: thousands of positions on, the rounding of the angle shows.
    package var frequencies: [Float] {
      scaling.scale((0..<headSize / 2).map { 1 / powf(theta, Float(2 * $0) / Float(headSize)) })
    }
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
    let frequencies = kind.frequencies
    let amplitude = kind.scaling.amplitude
    for position in 0..<positions {
      for (i, frequency) in frequencies.enumerated() {
        let angle = Float(position) * frequency
        cosines.pointer[position * half + i] = cosf(angle) * amplitude
        sines.pointer[position * half + i] = sinf(angle) * amplitude
      }
    }
    self.positions = positions
    self.cosines = cosines
    self.sines = sines
  }
}
