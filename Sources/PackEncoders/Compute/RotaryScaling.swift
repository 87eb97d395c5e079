#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What becomes of the angles of rotary positions so that a model serves longer rows than it was trained on
/// (transformers: modeling_rope_utils.py).
package enum RotaryScaling: Hashable, Sendable {
  /// Nothing.
  case none
  /// All angles are divided.
  case linear(factor: Double)
  /// Slow angles are divided, fast ones stay; between two wavelengths the one goes over into the other (Llama 3.1).
  case llama3(factor: Float, low: Float, high: Float, positions: Float)
  /// Slow angles are divided, fast ones stay, and cosines and sines get a factor (Peng et al. 2023). Between the pairs `from`
  /// and `to` of a head the one goes over into the other.
  case yarn(factor: Double, from: Double, to: Double, attention: Double)
  /// Only the first pairs of a head are turned; angles are divided.
  case proportional(factor: Double, pairs: Int)

  /// Factor of the cosines and sines.
  package var amplitude: Float {
    if case .yarn(_, _, _, let attention) = self { Float(attention) } else { 1 }
  }

  /// The angles of a head's pairs, [headSize / 2], of those without scaling.
  ///
  /// In single precision, as the reference computes them.
  func scale(_ frequencies: [Float]) -> [Float] {
    switch self {
    case .none: frequencies
    case .linear(let factor): frequencies.map { $0 / Float(factor) }
    case .llama3(let factor, let low, let high, let positions):
      frequencies.map { Self.llama3($0, factor: factor, low: low, high: high, positions: positions) }
    case .yarn(let factor, let from, let to, _):
      frequencies.enumerated().map { index, frequency in
        let end = from == to ? to + 0.001 : to
        let ramp = min(max((Float(index) - Float(from)) / Float(end - from), 0), 1)
        let kept = 1 - ramp
        return 1 / (Float(factor) * (1 / frequency)) * (1 - kept) + frequency * kept
      }
    case .proportional(let factor, let pairs):
      frequencies.enumerated().map { index, frequency in index < pairs ? frequency / Float(factor) : 0 }
    }
  }

  private static func llama3(
    _ frequency: Float, factor: Float, low: Float, high: Float, positions: Float
  ) -> Float {
    let wavelength = 2 * Float.pi / frequency
    let (longest, shortest) = (positions / low, positions / high)
    let scaled = wavelength > longest ? frequency / factor : frequency
    guard !(wavelength < shortest), !(wavelength > longest) else { return scaled }
    let smooth = (positions / wavelength - low) / (high - low)
    return (1 - smooth) * scaled / factor + smooth * scaled
  }
}
