import CPackKernels
import PackCheckpoints

/// A weight in whole numbers of 8 bits, made when a product first needs it.
///
/// A matrix that would lose more than ``largestLoss`` stays as it is: a few columns of weights that are far larger than the
/// others make the steps of their groups too wide for the rest. The file's pages of the others are given back. Used only by the caller that runs an encoder's products, one at a time.
final class QuantizedWeight: @unchecked Sendable {
  private enum State {
    case fresh, quantized, refused
  }

  /// The root mean square of what quantized weights have lost, as a share of that of all but the largest of each group.
  /// Those of trained models lose 0.5 to 1 %.
  static let largestLoss: Float = 0.012

  private let memory: UnsafeMutablePointer<ck_quantized>
  private var state = State.fresh

  init() {
    memory = .allocate(capacity: 1)
    memory.initialize(to: ck_quantized())
  }

  deinit {
    ck_quantized_free(memory)
    memory.deallocate()
  }

  /// For the kernels; nil where the weight stays as it is.
  var kernelType: UnsafePointer<ck_quantized>? { state == .quantized ? UnsafePointer(memory) : nil }

  /// Quantizes the weight of a layer, unless that was done before.
  func prepare(_ layer: Linear, _ engine: OpaquePointer) -> ck_status {
    guard state == .fresh else { return CK_OK }
    var matrix = layer.matrix
    let status = ck_quantize(engine, &matrix, memory)
    guard status == CK_OK else { return status }
    // Neither is a matrix with a NaN quantized.
    guard memory.pointee.loss <= Self.largestLoss else {
      ck_quantized_free(memory)
      state = .refused
      return CK_OK
    }
    state = .quantized
    layer.releaseFile()
    return CK_OK
  }
}
