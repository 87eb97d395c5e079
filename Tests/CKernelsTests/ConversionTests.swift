import CPackKernels
import Testing

@Suite struct ConversionTests {
  /// Converts through an embedding, which runs on the engine's instruction set.
  private func convert(_ bits: [UInt16], _ dtype: ck_dtype, _ isa: ck_isa) throws -> [Float] {
    let engine = try #require(KernelEngine(isa))
    var y = [Float](repeating: 7, count: bits.count)
    let status = bits.withUnsafeBufferPointer { bits in
      y.withUnsafeMutableBufferPointer { y in
        withUnsafePointer(to: Int32(0)) { index in
          withUnsafePointer(to: ck_table(data: bits.baseAddress, dtype: dtype, entries: 1, indices: index)) {
            table in
            var embedding = ck_embedding(
              tables: table, table_count: 1, width: bits.count, rows: 1, output: y.baseAddress,
              output_stride: bits.count)
            return engine.use { ck_embedding_run($0, &embedding) }
          }
        }
      }
    }
    #expect(status == CK_OK)
    return y
  }

  @Test("All 65,536 halves convert exactly", arguments: KernelEngine.isas)
  func halves(isa: ck_isa) throws {
    let all = (0...UInt16.max).map { $0 }
    for (bits, value) in zip(all, try convert(all, CK_F16, isa)) {
      let want = halfValue(bits)
      if want.isNaN {
        #expect(value.isNaN)
      } else {
        #expect(value == want && value.sign == (bits >> 15 == 0 ? .plus : .minus))
      }
    }
  }

  @Test("All 65,536 brain floats convert exactly", arguments: KernelEngine.isas)
  func brainFloats(isa: ck_isa) throws {
    let all = (0...UInt16.max).map { $0 }
    for (bits, value) in zip(all, try convert(all, CK_BF16, isa)) {
      #expect(
        value.bitPattern == UInt32(bits) << 16 || value.isNaN && Float(bitPattern: UInt32(bits) << 16).isNaN)
    }
  }

  @Test("Any count at any address")
  func counts() {
    for count in 0...40 {
      let stored = StoredValues((0..<count).map { Float($0) / 8 }, CK_F16)
      var y = [Float](repeating: 7, count: count + 1)
      y.withUnsafeMutableBufferPointer { ck_convert(stored.data, CK_F16, count, $0.baseAddress) }
      #expect(Array(y[..<count]) == stored.values && y[count] == 7)
    }
  }
}
