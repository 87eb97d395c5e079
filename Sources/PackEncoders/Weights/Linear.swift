import CPackKernels
package import PackCheckpoints
import PackFiles

/// y = x W^T + b, with W in place in its file.
package struct Linear: Sendable {
  /// [outputs or more, inputs]; nil only while a checkpoint is being audited.
  package let weight: Tensor?
  /// [outputs or more]
  package let bias: FloatVector?
  /// The first of the outputs among the weight's rows.
  let firstOutput: Int
  package let outputs: Int
  package let inputs: Int
  /// Where the weight is kept once it is used often; nil where it never is.
  let panels: KeptPanels?
  /// The weight in whole numbers; nil where products are in float.
  let quantized: QuantizedWeight?
  private let form: WeightForm

  init(
    weight: Tensor?, bias: FloatVector?, inputs: Int, outputs: Int, firstOutput: Int = 0, form: WeightForm
  ) {
    self.weight = weight
    self.bias = bias
    self.firstOutput = firstOutput
    self.outputs = outputs
    self.inputs = inputs
    self.form = form
    panels =
      form == .panels ? weight.flatMap { KeptPanels($0, rows: firstOutput..<firstOutput + outputs) } : nil
    quantized = form == .int8 ? weight.map { _ in QuantizedWeight() } : nil
  }

  /// Some of the outputs.
  func part(_ rows: Range<Int>) -> Linear {
    Linear(
      weight: weight, bias: bias, inputs: inputs, outputs: rows.count,
      firstOutput: firstOutput + rows.lowerBound, form: form)
  }

  /// For the kernels; valid while this value is alive.
  var matrix: ck_matrix {
    let dtype = weight?.dtype ?? .float32
    let offset = firstOutput * inputs * dtype.bits / 8
    return ck_matrix(
      data: weight?.bytes.baseAddress.map { $0 + offset }, dtype: dtype.kernelType, outputs: outputs,
      inputs: inputs, bias: bias.map { UnsafePointer($0.pointer + firstOutput) }, packed: panels?.state,
      quantized: nil)
  }

  /// Gives back the file's pages of what has been copied.
  func releaseFile() {
    guard let weight, let all = weight.shape.first, all > 0 else { return }
    let row = weight.byteRange.count / all
    let start = weight.byteRange.lowerBound + firstOutput * row
    weight.file.release(start..<start + outputs * row)
  }
}
