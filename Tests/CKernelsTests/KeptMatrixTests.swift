import CPackKernels
import Testing

/// Matrices that are kept from one product to the next.
@Suite struct KeptMatrixTests {
  /// More products than it takes until a matrix is kept.
  private static let manyProducts = 40

  @Test("Matrices that are kept give the same bits", arguments: KernelEngine.isas, LinearCase.all)
  func givesTheSame(isa: ck_isa, test: LinearCase) throws {
    let inputs = test.makeInputs()
    let packed = UnsafeMutablePointer<ck_packed>.allocate(capacity: test.outputs.count)
    packed.initialize(repeating: ck_packed(), count: test.outputs.count)
    defer {
      for index in test.outputs.indices { ck_packed_free(packed + index) }
      packed.deallocate()
    }
    let engine = try #require(KernelEngine(isa, threads: 2))
    let expected = runLinear(engine, test, inputs)
    for _ in 0..<Self.manyProducts {
      #expect(runLinear(engine, test, inputs, packed: packed) == expected)
    }
    for index in test.outputs.indices { #expect(packed[index].complete == (test.dtype == CK_F32)) }
    let last = runLinear(engine, test, inputs, rows: test.rows - 1..<test.rows, packed: packed)
    #expect(last == expected.suffix(last.count))

    // The stored weights are no longer read then.
    guard test.dtype == CK_F32 else { return }
    let zeros = test.outputs.map { StoredValues([Float](repeating: 0, count: $0 * test.inputs), test.dtype) }
    let others = LinearInputs(x: inputs.x, weights: zeros, bias: inputs.bias, operand: inputs.operand)
    #expect(runLinear(engine, test, others, packed: packed) == expected)
  }
}
