import CPackKernels

/// What a product in whole numbers is by definition, operation by operation.
enum QuantizedReference {
  private static let group = 128

  /// [rows, outputs]
  static func product(_ test: LinearCase, _ inputs: LinearInputs) -> [Float] {
    let total = test.outputs.reduce(0, +)
    let weights = zip(inputs.weights, test.outputs).map { matrix, outputs in
      (0..<outputs).map { groups(matrix.values[$0 * test.inputs..<($0 + 1) * test.inputs], quantizedWeights) }
    }
    .flatMap { $0 }
    return (0..<test.rows).flatMap { row in
      let start = row * (test.inputs + 3)
      let values = groups(inputs.x[start..<start + test.inputs], quantizedRow)
      return (0..<total).map { column in
        var y: Float = 0
        for (number, (x, w)) in zip(values, weights[column]).enumerated() {
          let exact = zip(x.numbers, w.numbers).reduce(0) { $0 + ($1.0 - x.zero) * $1.1 }
          let product = Float(exact) * (w.scale * x.scale)
          y = number == 0 ? product : y + product
        }
        if test.bias { y += inputs.bias[column] }
        if test.activation != CK_IDENTITY { y = Float(naiveActivation(Double(y), test.activation)) }
        let operand = inputs.operand[row * (total + 5) + column]
        switch test.combine {
        case CK_ADD: return y + operand
        case CK_MULTIPLY: return y * operand
        default: return y
        }
      }
    }
  }

  private typealias Group = (numbers: [Int], zero: Int, scale: Float)

  private static func groups(_ values: ArraySlice<Float>, _ quantized: ([Float]) -> Group) -> [Group] {
    stride(from: values.startIndex, to: values.endIndex, by: group).map {
      quantized(Array(values[$0..<min($0 + group, values.endIndex)]))
    }
  }

  private static func quantizedRow(_ values: [Float]) -> Group {
    let least = min(0, values.min() ?? 0)
    let range = max(0, values.max() ?? 0) - least
    let factor = 255 / range
    let zero = Int(-least * factor + 0.5)
    return (
      values.map {
        zero + Int(min(max($0 * factor, Float(-zero)), Float(255 - zero)).rounded(.toNearestOrEven))
      }, zero, range / 255
    )
  }

  private static func quantizedWeights(_ values: [Float]) -> Group {
    let most = values.map(\.magnitude).max() ?? 0
    return (values.map { Int(($0 * (127 / most)).rounded(.toNearestOrEven)) }, 0, most / 127)
  }
}
