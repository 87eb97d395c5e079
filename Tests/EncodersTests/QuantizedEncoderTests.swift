import PackCheckpoints
import PackEncoders
import Testing

/// Encoders whose products are in whole numbers of 8 bits.
@Suite struct QuantizedEncoderTests {
  private func encoder(
    _ golden: Golden, _ checkpoint: SyntheticCheckpoint, threads: Int = 1, precision: Precision = .int8,
    instructionSet: InstructionSet = .best
  ) throws -> Encoder {
    let config = try #require(golden.configs.last?.config)
    return try Encoder(
      config: config, weights: try checkpoint.open(), role: golden.role, threads: threads,
      precision: precision, instructionSet: instructionSet)
  }

  @Test(
    "States are near to those of floats, and are not the same", arguments: Golden.all,
    InstructionSet.allCases.filter(\.isSupported))
  func isNear(golden: Golden, instructionSet: InstructionSet) throws {
    let checkpoint = try SyntheticCheckpoint(golden.shapes)
    let quantized = try encoder(golden, checkpoint, instructionSet: instructionSet)
    let exact = try encoder(golden, checkpoint, precision: .float32, instructionSet: instructionSet)
    #expect(quantized.precision == .int8)
    for row in golden.rows {
      let states = try #require(quantized.run([row.tokens], keepsStates: true)[0].hiddenStates)
      let wanted = try #require(exact.run([row.tokens], keepsStates: true)[0].hiddenStates)
      let error = zip(states, wanted).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let size = wanted.reduce(Float(0)) { $0 + $1 * $1 }
      #expect((error / size).squareRoot() < 0.05)
      #expect(states != wanted)
    }
  }

  @Test(
    "A row has the same bits alone, in any batch, in every run, on any number of threads",
    arguments: Golden.all)
  func invariance(golden: Golden) throws {
    let checkpoint = try SyntheticCheckpoint(golden.shapes)
    let first = try encoder(golden, checkpoint)
    let rows = golden.rows.map(\.tokens)
    let states = try first.run(rows, keepsStates: true).map(\.hiddenStates)
    #expect(try first.run(rows.reversed(), keepsStates: true).map(\.hiddenStates) == states.reversed())
    for (row, among) in zip(rows, states) {
      #expect(try first.run([row], keepsStates: true)[0].hiddenStates == among)
    }
    for threads in [2, 3] {
      let other = try encoder(golden, checkpoint, threads: threads)
      #expect(try other.run(rows, keepsStates: true).map(\.hiddenStates) == states)
    }
    // The heads keep their matrices by and by.
    for _ in 0..<40 { _ = try first.run([rows[0]]) }
    #expect(try first.run(rows, keepsStates: true).map(\.hiddenStates) == states)
  }

  @Test("The type of the weights, shards and alignment do not change a bit", arguments: Golden.all)
  func storageDoesNotMatter(golden: Golden) throws {
    let rows = golden.rows.map(\.tokens)
    let plain = try encoder(golden, SyntheticCheckpoint(golden.shapes)).run(rows, keepsStates: true)
    for other in [
      try SyntheticCheckpoint(golden.shapes, dtype: .float16),
      try SyntheticCheckpoint(golden.shapes, dtype: .bfloat16, shards: 3),
      try SyntheticCheckpoint(golden.shapes, shift: 3),
    ] {
      let results = try encoder(golden, other).run(rows, keepsStates: true)
      #expect(results.map(\.hiddenStates) == plain.map(\.hiddenStates))
    }
  }

  @Test("A matrix with a weight beside which the others are nothing stays in floats")
  func outliers() throws {
    let golden = try #require(try Golden.read("bert").first)
    let row = try #require(golden.rows.first).tokens
    let matrices = golden.shapes.keys.filter {
      $0.contains("encoder.layer.") && $0.hasSuffix(".weight") && !$0.contains("LayerNorm")
    }
    #expect(matrices.count >= 12)
    /// States, and the ranking head's logits behind them.
    func numbers(_ precision: Precision, firstOf names: [String]) throws -> [Float] {
      let firsts = Dictionary(uniqueKeysWithValues: names.map { ($0, Float(1000)) })
      let encoder = try encoder(
        golden, SyntheticCheckpoint(golden.shapes, firsts: firsts), precision: precision)
      let result = try encoder.run([row], keepsStates: true)[0]
      return try #require(result.hiddenStates) + #require(result.rankingLogits)
    }
    // The head is in floats all the same.
    #expect(try numbers(.int8, firstOf: matrices) == numbers(.float32, firstOf: matrices))
    // Where one of the products that are computed together stays, all of them do.
    let queries = matrices.filter { $0.contains("query") }
    #expect(try numbers(.int8, firstOf: queries) != numbers(.float32, firstOf: queries))
  }
}
