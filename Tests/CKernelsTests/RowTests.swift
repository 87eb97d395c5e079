import CPackKernels
import Foundation
import Testing

@Suite struct RowTests {
  private func layerNorm(_ engine: KernelEngine, _ x: [Float], width: Int, scale: [Float], shift: [Float]?)
    -> [Float]
  {
    let rows = x.count / width
    var y = [Float](repeating: .nan, count: rows * (width + 2))
    x.withUnsafeBufferPointer { x in
      scale.withUnsafeBufferPointer { scale in
        (shift ?? []).withUnsafeBufferPointer { shiftValues in
          y.withUnsafeMutableBufferPointer { y in
            var norm = ck_layer_norm(
              input: x.baseAddress, input_stride: width, rows: rows, width: width, scale: scale.baseAddress,
              shift: shift == nil ? nil : shiftValues.baseAddress, epsilon: 1e-5, output: y.baseAddress,
              output_stride: width + 2)
            #expect(engine.use { ck_layer_norm_run($0, &norm) } == CK_OK)
          }
        }
      }
    }
    return (0..<rows).flatMap { row in
      #expect(y[row * (width + 2) + width].isNaN)
      return Array(y[row * (width + 2)..<row * (width + 2) + width])
    }
  }

  @Test(
    "Layer norm follows its definition", arguments: KernelEngine.isas,
    [1, 3, 4, 15, 16, 17, 31, 33, 40, 384, 1000])
  func layerNormAgrees(isa: ck_isa, width: Int) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    var samples = Samples(seed: UInt64(width))
    let rows = 70
    // A mean far from zero, which a one-pass variance would lose.
    let x = samples.floats(rows * width).map { $0 + 30 }
    let scale = samples.floats(width)
    for shift in [samples.floats(width), nil] {
      let y = layerNorm(engine, x, width: width, scale: scale, shift: shift)
      for row in 0..<rows {
        let values = x[row * width..<(row + 1) * width].map(Double.init)
        let mean = values.reduce(0, +) / Double(width)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for i in 0..<width {
          let normal = (values[i] - mean) / (variance + 1e-5).squareRoot()
          let want = normal * Double(scale[i]) + Double(shift?[i] ?? 0)
          #expect(abs(Double(y[row * width + i]) - want) < 2e-5)
        }
      }
      if let wide = KernelEngine(CK_ISA_AVX512), let narrow = KernelEngine(CK_ISA_AVX2) {
        #expect(
          layerNorm(wide, x, width: width, scale: scale, shift: shift)
            == layerNorm(narrow, x, width: width, scale: scale, shift: shift))
      }
    }
  }

  private func rmsNorm(_ engine: KernelEngine, _ x: [Float], width: Int, scale: [Float]) -> [Float] {
    let rows = x.count / width
    var y = [Float](repeating: .nan, count: rows * (width + 2))
    x.withUnsafeBufferPointer { x in
      scale.withUnsafeBufferPointer { scale in
        y.withUnsafeMutableBufferPointer { y in
          var norm = ck_rms_norm(
            input: x.baseAddress, input_stride: width, rows: rows, width: width, scale: scale.baseAddress,
            epsilon: 1e-5, output: y.baseAddress, output_stride: width + 2)
          #expect(engine.use { ck_rms_norm_run($0, &norm) } == CK_OK)
        }
      }
    }
    return (0..<rows).flatMap { row in
      #expect(y[row * (width + 2) + width].isNaN)
      return Array(y[row * (width + 2)..<row * (width + 2) + width])
    }
  }

  @Test(
    "The norm by the root of the mean square follows its definition", arguments: KernelEngine.isas,
    [1, 3, 4, 15, 16, 17, 31, 33, 40, 384, 1000])
  func rmsNormAgrees(isa: ck_isa, width: Int) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    var samples = Samples(seed: UInt64(width))
    let rows = 70
    let x = samples.floats(rows * width, times: 30)
    let scale = samples.floats(width)
    let y = rmsNorm(engine, x, width: width, scale: scale)
    for row in 0..<rows {
      let values = x[row * width..<(row + 1) * width].map(Double.init)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(width)
      for i in 0..<width {
        let want = values[i] / (square + 1e-5).squareRoot() * Double(scale[i])
        #expect(abs(Double(y[row * width + i]) - want) < 2e-5)
      }
    }
    if let wide = KernelEngine(CK_ISA_AVX512), let narrow = KernelEngine(CK_ISA_AVX2) {
      #expect(
        rmsNorm(wide, x, width: width, scale: scale) == rmsNorm(narrow, x, width: width, scale: scale))
    }
  }

  @Test("Activations are right to six digits over their whole range", arguments: KernelEngine.isas)
  func activations(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    let x =
      stride(from: -20, through: 20, by: 1.0 / 64).map { Float($0) } + [1e-8, -1e-8, 80, -80, 100, -100]
    for activation in [CK_GELU_ERF, CK_GELU_TANH, CK_RELU, CK_SILU, CK_TANH] {
      var y = [Float](repeating: .nan, count: x.count)
      var one: Float = 1
      withUnsafePointer(to: &one) { one in
        var matrix = ck_matrix(
          data: one, dtype: CK_F32, outputs: 1, inputs: 1, bias: nil, packed: nil, quantized: nil)
        withUnsafePointer(to: &matrix) { matrix in
          x.withUnsafeBufferPointer { x in
            y.withUnsafeMutableBufferPointer { y in
              var linear = ck_linear()
              linear.input = x.baseAddress
              linear.input_stride = 1
              linear.rows = x.count
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
      for (x, y) in zip(x, y) {
        let want = naiveActivation(Double(x), activation)
        #expect(
          abs(Double(y) - want) <= 1e-6 * max(1, abs(want)), "activation \(activation.rawValue) of \(x)")
      }
    }
  }

  @Test("Embeddings are summed in order; an index outside its table is refused", arguments: KernelEngine.isas)
  func embedding(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    var samples = Samples(seed: 3)
    let width = 21
    let words = StoredValues(samples.floats(50 * width), CK_F16)
    let positions = StoredValues(samples.floats(90 * width), CK_BF16)
    let types = StoredValues(samples.floats(2 * width), CK_F32)
    let rows = 80
    var wordIDs = (0..<Int32(rows)).map { $0 * 7 % 50 }
    let positionIDs = (0..<Int32(rows)).map { 89 - $0 }
    let typeIDs = (0..<Int32(rows)).map { $0 % 2 }

    func run() -> (ck_status, [Float]) {
      var y = [Float](repeating: .nan, count: rows * width)
      let status = wordIDs.withUnsafeBufferPointer { wordIDs in
        positionIDs.withUnsafeBufferPointer { positionIDs in
          typeIDs.withUnsafeBufferPointer { typeIDs in
            y.withUnsafeMutableBufferPointer { y in
              let tables = [
                ck_table(data: words.data, dtype: CK_F16, entries: 50, indices: wordIDs.baseAddress),
                ck_table(data: positions.data, dtype: CK_BF16, entries: 90, indices: positionIDs.baseAddress),
                ck_table(data: types.data, dtype: CK_F32, entries: 2, indices: typeIDs.baseAddress),
              ]
              return tables.withUnsafeBufferPointer { tables in
                var embedding = ck_embedding(
                  tables: tables.baseAddress, table_count: 3, width: width, rows: rows, output: y.baseAddress,
                  output_stride: width)
                return engine.use { ck_embedding_run($0, &embedding) }
              }
            }
          }
        }
      }
      return (status, y)
    }
    let (status, y) = run()
    #expect(status == CK_OK)
    for row in 0..<rows {
      for i in 0..<width {
        let word = words.values[Int(wordIDs[row]) * width + i]
        let position = positions.values[Int(positionIDs[row]) * width + i]
        #expect(y[row * width + i] == word + position + types.values[Int(typeIDs[row]) * width + i])
      }
    }
    for outside: Int32 in [-1, 50, .max, .min] {
      wordIDs[3] = outside
      #expect(run().0 == CK_BAD_ARGUMENT)
    }
  }

  @Test("Rotation turns pairs half a head apart", arguments: KernelEngine.isas, [2, 6, 16, 20, 64, 70])
  func rotation(isa: ck_isa, headSize: Int) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    var samples = Samples(seed: UInt64(headSize))
    let (rows, heads, positions, half) = (70, 3, 9, headSize / 2)
    let stride = heads * headSize + 5
    let x = samples.floats(rows * stride)
    let angles = samples.floats(positions * half, times: 3)
    let (cosines, sines) = (angles.map { cosf($0) }, angles.map { sinf($0) })
    var indices = (0..<Int32(rows)).map { $0 * 5 % 9 }

    func run() -> (ck_status, [Float]) {
      var y = x
      let status = cosines.withUnsafeBufferPointer { cosines in
        sines.withUnsafeBufferPointer { sines in
          indices.withUnsafeBufferPointer { indices in
            y.withUnsafeMutableBufferPointer { y in
              var rotary = ck_rotary(
                states: y.baseAddress, stride: stride, rows: rows, heads: heads, head_size: headSize,
                cosines: cosines.baseAddress, sines: sines.baseAddress, positions: positions,
                indices: indices.baseAddress)
              return engine.use { ck_rotary_run($0, &rotary) }
            }
          }
        }
      }
      return (status, y)
    }
    let (status, y) = run()
    #expect(status == CK_OK)
    for row in 0..<rows {
      for column in 0..<stride {
        let at = row * stride + column
        guard column < heads * headSize else {
          #expect(y[at] == x[at])
          continue
        }
        let i = column % headSize
        let angle = Double(angles[Int(indices[row]) * half + i % half])
        let other = Double(x[i < half ? at + half : at - half])
        let want = Double(x[at]) * cos(angle) + (i < half ? -other : other) * sin(angle)
        #expect(abs(Double(y[at]) - want) < 1e-6)
      }
    }
    for outside: Int32 in [-1, 9] {
      indices[1] = outside
      #expect(run().0 == CK_BAD_ARGUMENT)
    }
  }
}
