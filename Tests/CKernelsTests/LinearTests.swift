import CPackKernels
import Foundation
import Testing

/// Shape and options of a product.
struct LinearCase: Sendable, CustomTestStringConvertible {
  var rows: Int
  var inputs: Int
  /// Outputs of each matrix.
  var outputs: [Int]
  var dtype = CK_F32
  var activation = CK_IDENTITY
  var combine = CK_REPLACE
  var bias = true

  var testDescription: String {
    "\(rows)x\(inputs) to \(outputs), dtype \(dtype.rawValue), activation \(activation.rawValue), "
      + "combine \(combine.rawValue), bias \(bias)"
  }

  static let all: [LinearCase] =
    [
      // Every height of tile, and heights that split unevenly.
      [Int](1...15).map { LinearCase(rows: $0, inputs: 40, outputs: [64]) },
      [29, 70].map { LinearCase(rows: $0, inputs: 100, outputs: [96]) },
      // Widths that fill no panel, and inputs that fill no vector.
      [1, 2, 7, 15, 16, 17, 31, 33, 50].map { LinearCase(rows: 5, inputs: $0, outputs: [$0, 3, $0 + 1]) },
      // Groups of several panels.
      [LinearCase(rows: 80, inputs: 48, outputs: [320, 320, 320])],
      [CK_F16, CK_BF16].flatMap { dtype in
        [
          LinearCase(rows: 3, inputs: 37, outputs: [45], dtype: dtype),
          LinearCase(rows: 20, inputs: 64, outputs: [64, 32], dtype: dtype),
        ]
      },
      [CK_GELU_ERF, CK_GELU_TANH, CK_RELU, CK_SILU, CK_TANH].map {
        LinearCase(rows: 9, inputs: 20, outputs: [40], activation: $0)
      },
      [CK_ADD, CK_MULTIPLY].flatMap { combine in
        [
          LinearCase(rows: 9, inputs: 20, outputs: [33, 32], combine: combine),
          LinearCase(
            rows: 9, inputs: 20, outputs: [40], activation: CK_GELU_ERF, combine: combine, bias: false),
        ]
      },
      [LinearCase(rows: 4, inputs: 6, outputs: [0, 5, 0])],
    ].flatMap { $0 }

  /// The same seeded numbers for every engine.
  func makeInputs() -> LinearInputs {
    var samples = Samples(seed: UInt64(rows * 1_000_003 + inputs * 1009 + outputs.reduce(0, +)))
    let total = outputs.reduce(0, +)
    return LinearInputs(
      x: samples.floats(rows * (inputs + 3)),
      weights: outputs.map { StoredValues(samples.floats($0 * inputs), dtype) },
      bias: samples.floats(total), operand: samples.floats(rows * (total + 5)))
  }
}

struct LinearInputs {
  /// [rows, inputs + 3]
  let x: [Float]
  let weights: [StoredValues]
  let bias: [Float]
  /// [rows, outputs + 5]
  let operand: [Float]
}

/// y of the given rows: [rows, outputs], with NaN where nothing was written.
func runLinear(
  _ engine: KernelEngine, _ test: LinearCase, _ inputs: LinearInputs, rows: Range<Int>? = nil,
  packed: UnsafeMutablePointer<ck_packed>? = nil, quantized: UnsafeMutablePointer<ck_quantized>? = nil
) -> [Float] {
  let rows = rows ?? 0..<test.rows
  let total = test.outputs.reduce(0, +)
  // The gap after each row must stay as it is.
  let gap = 7
  var y = [Float](repeating: .nan, count: rows.count * (total + gap))
  inputs.bias.withUnsafeBufferPointer { bias in
    var column = 0
    var matrices: [ck_matrix] = []
    for (index, (weights, outputs)) in zip(inputs.weights, test.outputs).enumerated() {
      matrices.append(
        ck_matrix(
          data: weights.data, dtype: test.dtype, outputs: outputs, inputs: test.inputs,
          bias: test.bias ? bias.baseAddress.map { $0 + column } : nil,
          packed: packed.map { $0 + index }, quantized: quantized.map { UnsafePointer($0 + index) }))
      column += outputs
    }
    inputs.x.withUnsafeBufferPointer { x in
      inputs.operand.withUnsafeBufferPointer { operand in
        y.withUnsafeMutableBufferPointer { y in
          var linear = ck_linear()
          linear.input = x.baseAddress.map { $0 + rows.lowerBound * (test.inputs + 3) }
          linear.input_stride = test.inputs + 3
          linear.rows = rows.count
          linear.output = y.baseAddress
          linear.output_stride = total + gap
          linear.activation = test.activation
          linear.combine = test.combine
          linear.operand = operand.baseAddress.map { $0 + rows.lowerBound * (total + 5) }
          linear.operand_stride = total + 5
          matrices.withUnsafeBufferPointer { matrices in
            linear.matrices = matrices.baseAddress
            linear.matrix_count = matrices.count
            #expect(engine.use { ck_linear_run($0, &linear) } == CK_OK)
          }
        }
      }
    }
  }
  var dense: [Float] = []
  for row in 0..<rows.count {
    dense += y[row * (total + gap)..<row * (total + gap) + total]
    #expect(y[(row * (total + gap) + total)..<(row + 1) * (total + gap)].allSatisfy { $0.isNaN })
  }
  return dense
}

/// The same in double precision, term by term.
func naiveLinear(_ test: LinearCase, _ inputs: LinearInputs) -> [Double] {
  let total = test.outputs.reduce(0, +)
  var y: [Double] = []
  for row in 0..<test.rows {
    var column = 0
    for (weights, outputs) in zip(inputs.weights, test.outputs) {
      for output in 0..<outputs {
        var sum = test.bias ? Double(inputs.bias[column]) : 0
        for k in 0..<test.inputs {
          sum +=
            Double(inputs.x[row * (test.inputs + 3) + k]) * Double(weights.values[output * test.inputs + k])
        }
        let operand = Double(inputs.operand[row * (total + 5) + column])
        let activated = naiveActivation(sum, test.activation)
        switch test.combine {
        case CK_ADD: y.append(activated + operand)
        case CK_MULTIPLY: y.append(activated * operand)
        default: y.append(activated)
        }
        column += 1
      }
    }
  }
  return y
}

func naiveActivation(_ x: Double, _ activation: ck_activation) -> Double {
  switch activation {
  case CK_GELU_ERF: x / 2 * (1 + erf(x / 2.0.squareRoot()))
  case CK_GELU_TANH: x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  case CK_RELU: max(x, 0)
  case CK_SILU: x / (1 + exp(-x))
  case CK_TANH: tanh(x)
  default: x
  }
}

@Suite struct LinearTests {
  @Test("Every instruction set computes the naive product", arguments: KernelEngine.isas, LinearCase.all)
  func agreesWithReference(isa: ck_isa, test: LinearCase) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    let inputs = test.makeInputs()
    let y = runLinear(engine, test, inputs)
    for (got, want) in zip(y, naiveLinear(test, inputs)) {
      #expect(abs(Double(got) - want) < 1e-5)
    }
  }

  @Test(
    "A row alone has the bits it has among others, on any number of threads", arguments: KernelEngine.isas)
  func rowsAndThreadsDoNotMatter(isa: ck_isa) throws {
    for test in [
      LinearCase(rows: 83, inputs: 70, outputs: [130, 40], activation: CK_GELU_ERF, combine: CK_ADD),
      LinearCase(rows: 17, inputs: 33, outputs: [31], dtype: CK_F16),
    ] {
      let inputs = test.makeInputs()
      let whole = runLinear(try #require(KernelEngine(isa)), test, inputs)
      for threads in [2, 3, 5] {
        #expect(runLinear(try #require(KernelEngine(isa, threads: threads)), test, inputs) == whole)
      }
      let engine = try #require(KernelEngine(isa))
      let total = test.outputs.reduce(0, +)
      for rows in [0..<1, 5..<6, 3..<test.rows, test.rows - 1..<test.rows] {
        let part = runLinear(engine, test, inputs, rows: rows)
        #expect(part == Array(whole[rows.lowerBound * total..<rows.upperBound * total]))
      }
    }
  }

  @Test("Instruction sets with fused multiply-add agree to the bit", arguments: LinearCase.all)
  func fusedSetsAgree(test: LinearCase) throws {
    guard let wide = KernelEngine(CK_ISA_AVX512), let narrow = KernelEngine(CK_ISA_AVX2) else { return }
    let inputs = test.makeInputs()
    #expect(runLinear(wide, test, inputs) == runLinear(narrow, test, inputs))
  }

  @Test("A result may take the place of its operand", arguments: KernelEngine.isas)
  func inPlace(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    var samples = Samples(seed: 5)
    let x = samples.floats(20 * 48)
    let weights = StoredValues(samples.floats(70 * 48), CK_F32)
    let operand = samples.floats(20 * 70)
    func run(_ output: UnsafeMutablePointer<Float>, _ operand: UnsafePointer<Float>) {
      x.withUnsafeBufferPointer { x in
        var matrix = ck_matrix(
          data: weights.data, dtype: CK_F32, outputs: 70, inputs: 48, bias: nil, packed: nil, quantized: nil)
        withUnsafePointer(to: &matrix) { matrix in
          var linear = ck_linear(
            input: x.baseAddress, input_stride: 48, rows: 20, matrices: matrix, matrix_count: 1,
            output: output,
            output_stride: 70, activation: CK_IDENTITY, combine: CK_ADD, operand: operand, operand_stride: 70)
          #expect(engine.use { ck_linear_run($0, &linear) } == CK_OK)
        }
      }
    }
    var apart = [Float](repeating: 0, count: operand.count)
    var inPlace = operand
    operand.withUnsafeBufferPointer { operand in
      apart.withUnsafeMutableBufferPointer { apart in
        if let output = apart.baseAddress, let operand = operand.baseAddress { run(output, operand) }
      }
    }
    inPlace.withUnsafeMutableBufferPointer { both in
      if let both = both.baseAddress { run(both, both) }
    }
    #expect(apart == inPlace)
    #expect(apart != operand)
  }

  @Test("A NaN or an infinity in the input shows in the output", arguments: KernelEngine.isas)
  func specialValues(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    for activation in [CK_IDENTITY, CK_GELU_ERF, CK_GELU_TANH, CK_RELU, CK_SILU, CK_TANH] {
      var x: [Float] = [.nan, 1e30, -1e30, 0]
      var y = [Float](repeating: 7, count: 4)
      var one: Float = 1
      withUnsafePointer(to: &one) { one in
        var matrix = ck_matrix(
          data: one, dtype: CK_F32, outputs: 1, inputs: 1, bias: nil, packed: nil, quantized: nil)
        withUnsafePointer(to: &matrix) { matrix in
          x.withUnsafeMutableBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
              var linear = ck_linear()
              linear.input = UnsafePointer(x.baseAddress)
              linear.input_stride = 1
              linear.rows = 4
              linear.matrices = matrix
              linear.matrix_count = 1
              linear.output = y.baseAddress
              linear.output_stride = 1
              linear.activation = activation
              #expect(engine.use { ck_linear_run($0, &linear) } == CK_OK)
            }
          }
        }
      }
      #expect(y[0].isNaN)
      #expect(y[1] == (activation == CK_TANH ? 1 : 1e30))
      #expect(y[3] == 0)
      switch activation {
      case CK_IDENTITY: #expect(y[2] == -1e30)
      case CK_TANH: #expect(y[2] == -1)
      default: #expect(abs(y[2]) < 1e-8)
      }
    }
  }

  @Test("Impossible shapes and sizes are refused")
  func refusals() throws {
    let engine = try #require(KernelEngine(CK_ISA_BEST))
    var linear = ck_linear()
    #expect(engine.use { ck_linear_run($0, &linear) } == CK_BAD_ARGUMENT)
    var matrices = [
      ck_matrix(data: nil, dtype: CK_F32, outputs: 4, inputs: 4, bias: nil, packed: nil, quantized: nil),
      ck_matrix(data: nil, dtype: CK_F32, outputs: 4, inputs: 5, bias: nil, packed: nil, quantized: nil),
    ]
    matrices.withUnsafeMutableBufferPointer { matrices in
      linear.matrices = UnsafePointer(matrices.baseAddress)
      linear.matrix_count = 2
      #expect(engine.use { ck_linear_run($0, &linear) } == CK_BAD_ARGUMENT)
      linear.matrix_count = 1
      linear.rows = 1
      matrices[0].inputs = Int.max / 8
      #expect(engine.use { ck_linear_run($0, &linear) } == CK_NO_MEMORY)
      matrices[0].inputs = Int.max
      #expect(engine.use { ck_linear_run($0, &linear) } == CK_NO_MEMORY)
    }
  }
}
