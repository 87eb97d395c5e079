import CPackKernels
import Testing

/// Products in whole numbers of 8 bits.
@Suite struct QuantizedProductTests {
  private static let cases =
    LinearCase.all + [
      // Groups of 128 inputs: one that is full, one more input, several.
      LinearCase(rows: 7, inputs: 128, outputs: [40]),
      LinearCase(rows: 7, inputs: 129, outputs: [40], combine: CK_ADD),
      LinearCase(rows: 40, inputs: 390, outputs: [70, 33], combine: CK_MULTIPLY),
      LinearCase(rows: 40, inputs: 260, outputs: [64], dtype: CK_BF16, bias: false),
    ]

  @Test("Every instruction set gives the bits of the definition", arguments: KernelEngine.isas, cases)
  func agreesWithDefinition(isa: ck_isa, test: LinearCase) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    var test = test
    // An activation has the bits of its instruction set.
    let activation = test.activation
    test.activation = CK_IDENTITY
    let inputs = test.makeInputs()
    #expect(run(engine, test, inputs) == QuantizedReference.product(test, inputs))

    test.activation = activation
    let activated = run(engine, test, inputs)
    for (got, want) in zip(activated, QuantizedReference.product(test, inputs)) {
      #expect(abs(got - want) < 1e-5)
    }
  }

  @Test("A product is near to that of floats", arguments: KernelEngine.isas)
  func isNear(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    let test = LinearCase(rows: 33, inputs: 384, outputs: [96])
    let inputs = test.makeInputs()
    let exact = naiveLinear(test, inputs)
    let error = zip(run(engine, test, inputs), exact).reduce(0.0) {
      $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
    }
    let size = exact.reduce(0.0) { $0 + $1 * $1 }
    #expect((error / size).squareRoot() < 0.008)
  }

  @Test("One large value costs precision in its own group alone", arguments: KernelEngine.isas)
  func largeValueStaysInItsGroup(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    let test = LinearCase(rows: 1, inputs: 256, outputs: [32], bias: false)
    var inputs = test.makeInputs()
    var x = inputs.x
    x[200] = 0
    inputs = LinearInputs(x: x, weights: inputs.weights, bias: inputs.bias, operand: inputs.operand)
    let plain = run(engine, test, inputs)
    x[200] = 1000
    var lowered = [Float](repeating: 0, count: 32 * 256)
    for output in 0..<32 {
      for k in 0..<128 { lowered[output * 256 + k] = inputs.weights[0].values[output * 256 + k] }
    }
    let first = LinearInputs(
      x: x, weights: [StoredValues(lowered, CK_F32)], bias: inputs.bias, operand: inputs.operand)
    let without = LinearInputs(
      x: inputs.x, weights: [StoredValues(lowered, CK_F32)], bias: inputs.bias, operand: inputs.operand)
    // With weights of zero in the second group, nothing of it is left.
    #expect(run(engine, test, first) == run(engine, test, without))
    #expect(run(engine, test, first) != plain)
  }

  @Test(
    "A row alone has the bits it has among others, on any number of threads", arguments: KernelEngine.isas)
  func rowsAndThreadsDoNotMatter(isa: ck_isa) throws {
    let test = LinearCase(
      rows: 83, inputs: 170, outputs: [130, 40], activation: CK_GELU_ERF, combine: CK_ADD)
    let inputs = test.makeInputs()
    let whole = run(try #require(KernelEngine(isa)), test, inputs)
    for threads in [2, 3, 5] {
      #expect(run(try #require(KernelEngine(isa, threads: threads)), test, inputs) == whole)
    }
    let engine = try #require(KernelEngine(isa))
    for rows in [0..<1, 5..<6, 3..<test.rows, test.rows - 1..<test.rows] {
      let part = run(engine, test, inputs, rows: rows)
      #expect(part == Array(whole[rows.lowerBound * 170..<rows.upperBound * 170]))
    }
  }

  @Test("A NaN or an infinity in a row shows in all of its outputs", arguments: KernelEngine.isas)
  func brokenRows(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    let test = LinearCase(rows: 5, inputs: 150, outputs: [40])
    let inputs = test.makeInputs()
    var x = inputs.x
    x[0 * 153 + 149] = .nan
    x[1 * 153 + 3] = .infinity
    x[2 * 153 + 140] = -.infinity
    // The difference of these has no float.
    x[3 * 153 + 1] = 3e38
    x[3 * 153 + 2] = -3e38
    let y = run(
      engine, test, LinearInputs(x: x, weights: inputs.weights, bias: inputs.bias, operand: inputs.operand))
    #expect(y.prefix(4 * 40).allSatisfy { $0.isNaN })
    #expect(y.suffix(40) == run(engine, test, inputs).suffix(40))
  }

  @Test("Rows of zeros, and of numbers that are next to nothing, give the bias", arguments: KernelEngine.isas)
  func emptyRows(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    let test = LinearCase(rows: 2, inputs: 20, outputs: [40])
    let inputs = test.makeInputs()
    let x = [Float](repeating: 0, count: 23) + [Float](repeating: 1e-38, count: 23)
    let y = run(
      engine, test, LinearInputs(x: x, weights: inputs.weights, bias: inputs.bias, operand: inputs.operand))
    #expect(y == inputs.bias + inputs.bias)
  }

  @Test("What quantizing loses is told", arguments: KernelEngine.isas)
  func loss(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa, threads: 3))
    var samples = Samples(seed: 3)
    // Weights that are spread evenly: the root mean square of a step is 1/254 of theirs.
    let even = samples.floats(70 * 256)
    #expect(abs(quantize(engine, even).loss - 1.0 / 254) < 0.0003)
    // One weight in each group that is ten times the others: the steps are ten times as wide.
    var uneven = even
    for index in stride(from: 5, to: uneven.count, by: 128) { uneven[index] = 10 }
    let loss = quantize(engine, uneven).loss
    #expect(abs(loss - 10.0 / 254) < 0.003)
    // And one beside which the others are nothing.
    for index in stride(from: 5, to: uneven.count, by: 128) { uneven[index] = 1e6 }
    #expect(abs(quantize(engine, uneven).loss - 1) < 0.001)
    for index in stride(from: 5, to: uneven.count, by: 128) { uneven[index] = 10 }
    // The same on any number of threads.
    #expect(try quantize(#require(KernelEngine(isa)), uneven).loss == loss)
    for bad: Float in [.nan, .infinity, -.infinity] {
      uneven[999] = bad
      #expect(quantize(engine, uneven).loss.isNaN)
    }
    #expect(quantize(engine, [Float](repeating: 0, count: 70 * 256)).loss == 0)
  }

  @Test("Impossible sizes, and matrices of which not all are quantized, are refused")
  func refusals() throws {
    let engine = try #require(KernelEngine(CK_ISA_BEST))
    var quantized = ck_quantized()
    for (outputs, inputs, status) in [
      (0, 4, CK_BAD_ARGUMENT), (4, 0, CK_BAD_ARGUMENT), (Int.max, 4, CK_NO_MEMORY),
      (4, Int.max, CK_NO_MEMORY),
      (1 << 32, 1 << 32, CK_NO_MEMORY),
    ] {
      var matrix = ck_matrix(
        data: nil, dtype: CK_F32, outputs: outputs, inputs: inputs, bias: nil, packed: nil, quantized: nil)
      #expect(engine.use { ck_quantize($0, &matrix, &quantized) } == status)
      #expect(quantized.panels == nil)
    }
    withUnsafePointer(to: &quantized) { quantized in
      let matrices = [
        ck_matrix(
          data: nil, dtype: CK_F32, outputs: 4, inputs: 4, bias: nil, packed: nil, quantized: quantized),
        ck_matrix(data: nil, dtype: CK_F32, outputs: 4, inputs: 4, bias: nil, packed: nil, quantized: nil),
      ]
      matrices.withUnsafeBufferPointer { matrices in
        var linear = ck_linear()
        linear.matrices = matrices.baseAddress
        linear.matrix_count = 2
        #expect(engine.use { ck_linear_run($0, &linear) } == CK_BAD_ARGUMENT)
      }
    }
  }

  /// A case in whole numbers.
  private func run(
    _ engine: KernelEngine, _ test: LinearCase, _ inputs: LinearInputs, rows: Range<Int>? = nil
  ) -> [Float] {
    // A matrix without outputs cannot be quantized.
    let kept = test.outputs.indices.filter { test.outputs[$0] > 0 }
    var test = test
    test.outputs = kept.map { test.outputs[$0] }
    let inputs = LinearInputs(
      x: inputs.x, weights: kept.map { inputs.weights[$0] }, bias: inputs.bias, operand: inputs.operand)
    let quantized = UnsafeMutablePointer<ck_quantized>.allocate(capacity: kept.count)
    quantized.initialize(repeating: ck_quantized(), count: kept.count)
    defer {
      for index in kept.indices { ck_quantized_free(quantized + index) }
      quantized.deallocate()
    }
    for (index, weights) in inputs.weights.enumerated() {
      var matrix = ck_matrix(
        data: weights.data, dtype: test.dtype, outputs: test.outputs[index], inputs: test.inputs, bias: nil,
        packed: nil, quantized: nil)
      #expect(engine.use { ck_quantize($0, &matrix, quantized + index) } == CK_OK)
    }
    // The stored weights are not read any more.
    let zeros = zip(inputs.weights, test.outputs).map { _, outputs in
      StoredValues([Float](repeating: 0, count: outputs * test.inputs), test.dtype)
    }
    let others = LinearInputs(x: inputs.x, weights: zeros, bias: inputs.bias, operand: inputs.operand)
    return runLinear(engine, test, others, rows: rows, quantized: quantized)
  }

  /// A matrix [70, 256], of which the numbers are given back before it is looked at.
  private func quantize(_ engine: KernelEngine, _ weights: [Float]) -> ck_quantized {
    var quantized = ck_quantized()
    weights.withUnsafeBufferPointer { weights in
      var matrix = ck_matrix(
        data: weights.baseAddress, dtype: CK_F32, outputs: 70, inputs: 256, bias: nil, packed: nil,
        quantized: nil)
      #expect(engine.use { ck_quantize($0, &matrix, &quantized) } == CK_OK)
    }
    let found = quantized
    ck_quantized_free(&quantized)
    return found
  }
}
