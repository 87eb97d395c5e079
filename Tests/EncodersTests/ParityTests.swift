import Foundation
import PackCheckpoints
import PackEncoders
import PackJSON
import Testing

/// The synthetic pruning head, read as a package's head is.
func makePruningHead(hiddenSize: Int) throws -> PruningHead {
  let shapes = ["pruning_head.weight": [2, hiddenSize], "pruning_head.bias": [2]]
  let checkpoint = try SyntheticCheckpoint(shapes, renaming: "pruning_head", to: "classifier")
  return try PruningHead(TensorScope(checkpoint.open()), hiddenSize: hiddenSize)
}

/// Opens the golden's model under its newest config.
func makeEncoder(
  _ golden: Golden, _ checkpoint: SyntheticCheckpoint, config: JSONNode? = nil, threads: Int = 1,
  instructionSet: InstructionSet = .best
) throws -> Encoder {
  let config = try #require(config ?? golden.configs.last?.config)
  return try Encoder(
    config: config, weights: try checkpoint.open(), role: golden.role, threads: threads,
    instructionSet: instructionSet)
}

@Suite struct ParityTests {
  @Test("Every family has recorded models")
  func coverage() throws {
    for family in EncoderFamily.allCases {
      #expect(try !Golden.read(family.rawValue).isEmpty)
    }
  }

  @Test(
    "Logits, keep probabilities and states are PyTorch's, whichever version wrote the config",
    arguments: Golden.all)
  func agreesWithPyTorch(golden: Golden) throws {
    let checkpoint = try SyntheticCheckpoint(golden.shapes)
    // Some families are in version 5 alone.
    #expect(golden.configs.count >= (EncoderFamily(rawValue: golden.family)?.requirement == nil ? 2 : 1))
    for (version, config) in golden.configs {
      let encoder = try makeEncoder(golden, checkpoint, config: config, threads: 2)
      let width = encoder.shape.hiddenSize
      let head = try makePruningHead(hiddenSize: width)
      let results = try encoder.run(golden.rows.map(\.tokens), head: head, keepsStates: true)
      try #require(results.count == golden.rows.count)
      for (row, result) in zip(golden.rows, results) {
        let what = "\(version), \(row.tokens.ids.count) tokens"
        expectClose(result.rankingLogits, row.ranking, "\(what): ranking")
        expectClose(result.tokenLogits, row.tokenLogits, "\(what): token logits")
        let pruning = try #require(result.pruningLogits)
        expectClose(pruning.flatMap { [$0.drop, $0.keep] }, row.pruning, "\(what): pruning")
        expectClose(
          pruning.map(\.keepProbability), keepProbabilities(row.pruning), "\(what): keep probability")
        expectClose(sample(try #require(result.hiddenStates), row, width), row.states, "\(what): states")
      }
      if let wanted = golden.rows.first?.pruningPreFinalNorm {
        #expect(encoder.hiddenStatesDiffer)
        #expect(wanted != golden.rows.first?.pruning)
        let before = try encoder.run(golden.rows.map(\.tokens), head: head, source: .preFinalNorm)
        for (row, result) in zip(golden.rows, before) {
          let pruning = result.pruningLogits.map { $0.flatMap { [$0.drop, $0.keep] } }
          expectClose(pruning, row.pruningPreFinalNorm, "\(version), before the final norm")
        }
      } else {
        #expect(!encoder.hiddenStatesDiffer)
      }
    }
  }

  @Test(
    "Each layer's output is PyTorch's", arguments: Golden.all, InstructionSet.allCases.filter(\.isSupported))
  func layersAgree(golden: Golden, instructionSet: InstructionSet) throws {
    let checkpoint = try SyntheticCheckpoint(golden.shapes)
    let encoder = try makeEncoder(golden, checkpoint, instructionSet: instructionSet)
    for row in golden.rows {
      let layers = try encoder.trace(row.tokens)
      try #require(layers.count == row.layers.count)
      for (index, layer) in layers.enumerated() {
        expectClose(
          sample(layer, row, encoder.shape.hiddenSize), row.layers[index],
          "layer \(index) of \(row.tokens.ids.count) tokens")
      }
    }
  }

  @Test("The type of the weights, shards and alignment do not change a bit", arguments: Golden.all)
  func storageDoesNotMatter(golden: Golden) throws {
    let rows = golden.rows.map(\.tokens)
    // Synthetic weights are the same numbers in all three types.
    let plain = try makeEncoder(golden, SyntheticCheckpoint(golden.shapes)).run(rows, keepsStates: true)
    let others = [
      try SyntheticCheckpoint(golden.shapes, dtype: .float16),
      try SyntheticCheckpoint(golden.shapes, dtype: .bfloat16),
      try SyntheticCheckpoint(golden.shapes, shards: 3),
      try SyntheticCheckpoint(golden.shapes, dtype: .float16, shards: 2),
      try SyntheticCheckpoint(golden.shapes, shift: 3),
    ]
    for other in others {
      let results = try makeEncoder(golden, other).run(rows, keepsStates: true)
      #expect(results.map(Bits.init) == plain.map(Bits.init))
    }
  }

  @Test(
    "A row has the same bits alone, in any batch, in every run, on any number of threads",
    arguments: Golden.all)
  func invariance(golden: Golden) throws {
    let checkpoint = try SyntheticCheckpoint(golden.shapes)
    let encoder = try makeEncoder(golden, checkpoint)
    let head = try makePruningHead(hiddenSize: encoder.shape.hiddenSize)
    let rows = golden.rows.map(\.tokens)
    let batch = try encoder.run(rows, head: head, keepsStates: true).map(Bits.init)
    #expect(try encoder.run(rows, head: head, keepsStates: true).map(Bits.init) == batch)
    #expect(
      try encoder.run(rows.reversed(), head: head, keepsStates: true).map(Bits.init) == batch.reversed())
    for (row, among) in zip(rows, batch) {
      #expect(try encoder.run([row], head: head, keepsStates: true).map(Bits.init) == [among])
    }
    for threads in [2, 3] {
      let other = try makeEncoder(golden, checkpoint, threads: threads)
      #expect(try other.run(rows, head: head, keepsStates: true).map(Bits.init) == batch)
    }
    // Enough passes for an encoder to keep its matrices, and to give the file's pages back.
    for _ in 0..<40 { _ = try encoder.run([rows[0]]) }
    #expect(try encoder.run(rows, head: head, keepsStates: true).map(Bits.init) == batch)
  }

  private func keepProbabilities(_ pairs: [Float]) -> [Float] {
    stride(from: 0, to: pairs.count, by: 2).map { i in
      let (drop, keep) = (exp(Double(pairs[i])), exp(Double(pairs[i + 1])))
      return Float(keep / (drop + keep))
    }
  }

  /// The states of the tokens that the golden recorded.
  private func sample(_ states: [Float], _ row: Golden.Row, _ width: Int) -> [Float] {
    row.sampled.flatMap { states[$0 * width..<($0 + 1) * width] }
  }
}

/// A result's bits.
private struct Bits: Equatable {
  let ranking: [UInt32]?
  let pruning: [UInt32]?
  let tokens: [UInt32]?
  let states: [UInt32]?

  init(_ row: EncodedRow) {
    ranking = row.rankingLogits?.map(\.bitPattern)
    pruning = row.pruningLogits?.flatMap { [$0.drop.bitPattern, $0.keep.bitPattern] }
    tokens = row.tokenLogits?.map(\.bitPattern)
    states = row.hiddenStates?.map(\.bitPattern)
  }
}
