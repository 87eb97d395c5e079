import CPackKernels
package import PackCheckpoints

/// Floats at a fixed address, freed with their owner. They do not change once they are shared.
package final class FloatVector: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Float>
  let count: Int
  /// Whose values they are; nil for values that are made from weights.
  package private(set) var tensor: Tensor?

  /// Space for floats, not initialised; nil when there is no memory.
  init?(count: Int) {
    guard let pointer = ck_floats_allocate(count) else { return nil }
    self.pointer = pointer
    self.count = count
  }

  deinit { ck_floats_free(pointer) }

  /// Takes the values of a tensor of the same count.
  func fill(from tensor: Tensor) {
    self.tensor = tensor
    ck_convert(tensor.bytes.baseAddress, tensor.dtype.kernelType, min(count, tensor.count), pointer)
  }
}

extension DType {
  /// How the kernels name it; the reader lets only these three through.
  var kernelType: ck_dtype {
    switch self {
    case .float16: CK_F16
    case .bfloat16: CK_BF16
    default: CK_F32
    }
  }
}
