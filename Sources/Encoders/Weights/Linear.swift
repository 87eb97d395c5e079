import CKernels
import Checkpoints

/// y = x W^T + b, with W in place in its file.
struct Linear: Sendable {
  /// [outputs, inputs]; nil only while a checkpoint is being audited.
  let weight: Tensor?
  /// [outputs]
  let bias: FloatVector?
  let inputs: Int
  let outputs: Int

  /// For the kernels; valid while this value is alive.
  var matrix: ck_matrix { matrix(rows: 0..<outputs) }

  /// Some of the outputs.
  func matrix(rows: Range<Int>) -> ck_matrix {
    let dtype = weight?.dtype ?? .float32
    let offset = rows.lowerBound * inputs * dtype.bits / 8
    return ck_matrix(
      data: weight?.bytes.baseAddress.map { $0 + offset }, dtype: dtype.kernelType, outputs: rows.count,
      inputs: inputs, bias: bias.map { UnsafePointer($0.pointer + rows.lowerBound) })
  }
}
