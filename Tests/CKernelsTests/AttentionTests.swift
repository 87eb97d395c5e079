import CPackKernels
import Foundation
import Testing

/// Shape and options of an attention.
struct AttentionCase: Sendable, CustomTestStringConvertible {
  var lengths: [Int]
  var heads = 2
  /// Heads of keys and values; nil for as many.
  var keyHeads: Int?
  var headSize = 32
  var window: Int?
  /// Reach of a table of biases by distance.
  var reach: Int?
  /// Disentangled attention: whether queries look at positions, and positions at keys.
  var positionKeys = false
  var positionQueries = false

  var testDescription: String {
    "lengths \(lengths), \(heads) heads of \(headSize), \(keyHeads ?? heads) of keys, window \(window.map(String.init) ?? "none"), "
      + "reach \(reach.map(String.init) ?? "none"), positions \(positionKeys) \(positionQueries)"
  }

  static let all: [AttentionCase] = [
    AttentionCase(lengths: [1]),
    AttentionCase(lengths: [5, 1, 32, 33, 64, 15]),
    AttentionCase(lengths: [0, 3, 0]),
    AttentionCase(lengths: [40], heads: 3, headSize: 1),
    AttentionCase(lengths: [40], heads: 3, headSize: 15),
    AttentionCase(lengths: [40, 9], heads: 3, headSize: 33),
    AttentionCase(lengths: [70], heads: 1, headSize: 80),
    AttentionCase(lengths: [130, 3], window: 0),
    AttentionCase(lengths: [130, 3], window: 1),
    AttentionCase(lengths: [300, 64, 65], window: 64),
    AttentionCase(lengths: [50], window: 500),
    AttentionCase(lengths: [1100], heads: 1, headSize: 16),
    AttentionCase(lengths: [2300], heads: 1, headSize: 16, window: 40),
    AttentionCase(lengths: [40, 9], heads: 6, keyHeads: 2),
    AttentionCase(lengths: [40, 9], heads: 3, keyHeads: 1, headSize: 20, window: 7),
    AttentionCase(lengths: [33], heads: 4, keyHeads: 2, headSize: 16, reach: 5),
    AttentionCase(lengths: [30, 7], reach: 0),
    AttentionCase(lengths: [60, 7], reach: 5),
    AttentionCase(lengths: [60, 7], reach: 100),
    AttentionCase(lengths: [60], window: 9, reach: 12),
    AttentionCase(lengths: [1, 60, 7], positionKeys: true),
    AttentionCase(lengths: [60, 7], headSize: 20, positionQueries: true),
    AttentionCase(lengths: [100, 33, 2], heads: 3, positionKeys: true, positionQueries: true),
    AttentionCase(lengths: [1200], heads: 1, headSize: 8, positionKeys: true, positionQueries: true),
    AttentionCase(lengths: [90], window: 40, positionKeys: true, positionQueries: true),
  ]

  var rows: Int { lengths.reduce(0, +) }
  var width: Int { heads * headSize }
  var starts: [Int] { lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) } }
  static let scale: Float = 0.7

  /// Buckets of relative positions: near distances have their own, the others go by tens; of both signs.
  static let bucketCount = 61
  static func bucket(_ distance: Int) -> Int {
    let magnitude = abs(distance)
    let step = min(magnitude < 16 ? magnitude : 16 + (magnitude - 16) / 10, 30)
    return 30 + (distance < 0 ? -step : step)
  }

  /// [bucketCount, 2 * width]: keys, then queries.
  func makePositions() -> [Float] {
    var samples = Samples(seed: UInt64(width * 31))
    return samples.floats(Self.bucketCount * 2 * width)
  }

  /// [rows, 3 * width + 5], and the biases.
  func makeInputs() -> (states: [Float], bias: [Float]) {
    var samples = Samples(seed: UInt64(rows * 7919 + headSize))
    return (
      samples.floats(rows * (3 * width + 5), times: 2),
      samples.floats(heads * (2 * (reach ?? 0) + 1), times: 2)
    )
  }
}

/// [rows, width], NaN where nothing was written.
func runAttention(
  _ engine: KernelEngine, _ test: AttentionCase, _ states: [Float], _ bias: [Float], starts: [Int]? = nil
) -> [Float] {
  let width = test.width
  let starts = starts ?? test.starts
  let gap = 3
  var output = [Float](repeating: .nan, count: test.rows * (width + gap))
  states.withUnsafeBufferPointer { states in
    bias.withUnsafeBufferPointer { bias in
      starts.withUnsafeBufferPointer { starts in
        output.withUnsafeMutableBufferPointer { output in
          var attention = ck_attention()
          attention.query = states.baseAddress
          attention.key = states.baseAddress.map { $0 + width }
          attention.value = states.baseAddress.map { $0 + 2 * width }
          attention.stride = 3 * width + 5
          attention.heads = test.heads
          attention.key_heads = test.keyHeads ?? 0
          attention.head_size = test.headSize
          starts.withMemoryRebound(to: Int.self) { attention.starts = $0.baseAddress }
          attention.sequences = starts.count - 1
          attention.scale = AttentionCase.scale
          attention.window = test.window ?? Int.max
          attention.distance_bias = test.reach == nil ? nil : bias.baseAddress
          attention.bias_reach = test.reach ?? 0
          attention.output = output.baseAddress
          attention.output_stride = width + gap
          let status = withRelative(test) { relative in
            attention.relative = relative
            return engine.use { ck_attention_run($0, &attention) }
          }
          #expect(status == CK_OK)
        }
      }
    }
  }
  return (0..<test.rows).flatMap { output[$0 * (width + gap)..<$0 * (width + gap) + width] }
}

/// Calls with the relative positions of a test, or with nil.
private func withRelative(
  _ test: AttentionCase, _ body: (UnsafePointer<ck_relative_positions>?) -> ck_status
) -> ck_status {
  guard test.positionKeys || test.positionQueries else { return body(nil) }
  let reach = (test.lengths.max() ?? 0) + 2
  let buckets = (-reach...reach).map { Int32(AttentionCase.bucket($0)) }
  return test.makePositions().withUnsafeBufferPointer { positions in
    buckets.withUnsafeBufferPointer { buckets in
      var relative = ck_relative_positions()
      relative.keys = test.positionKeys ? positions.baseAddress : nil
      relative.queries = test.positionQueries ? positions.baseAddress.map { $0 + test.width } : nil
      relative.stride = 2 * test.width
      relative.bucket_count = AttentionCase.bucketCount
      relative.buckets = buckets.baseAddress
      relative.reach = reach
      return withUnsafePointer(to: relative) { body($0) }
    }
  }
}

func naiveAttention(_ test: AttentionCase, _ states: [Float], _ bias: [Float]) -> [Double] {
  let width = test.width
  let stride = 3 * width + 5
  let positions = test.makePositions()
  var output = [Double](repeating: 0, count: test.rows * width)
  for (start, length) in zip(test.starts, test.lengths) {
    for head in 0..<test.heads {
      let keyHead = head / (test.heads / (test.keyHeads ?? test.heads))
      for query in 0..<length {
        var scores: [(key: Int, weight: Double)] = []
        for key in 0..<length where test.window.map({ abs(key - query) <= $0 }) ?? true {
          var score = 0.0
          let position = AttentionCase.bucket(query - key) * 2 * width + head * test.headSize
          for i in 0..<test.headSize {
            let q = Double(states[(start + query) * stride + head * test.headSize + i])
            let k = Double(states[(start + key) * stride + width + keyHead * test.headSize + i])
            var products = q * k
            if test.positionKeys { products += q * Double(positions[position + i]) }
            if test.positionQueries { products += k * Double(positions[position + width + i]) }
            score += products * Double(AttentionCase.scale)
          }
          if let reach = test.reach {
            let distance = min(max(key - query, -reach), reach)
            score += Double(bias[head * (2 * reach + 1) + reach + distance])
          }
          scores.append((key, score))
        }
        let largest = scores.map(\.weight).max() ?? 0
        let sum = scores.reduce(0) { $0 + exp($1.weight - largest) }
        for (key, score) in scores {
          let share = exp(score - largest) / sum
          for i in 0..<test.headSize {
            output[(start + query) * width + head * test.headSize + i] +=
              share * Double(states[(start + key) * stride + 2 * width + keyHead * test.headSize + i])
          }
        }
      }
    }
  }
  return output
}

@Suite struct AttentionTests {
  @Test("Every instruction set computes naive attention", arguments: KernelEngine.isas, AttentionCase.all)
  func agreesWithReference(isa: ck_isa, test: AttentionCase) throws {
    let engine = try #require(KernelEngine(isa, threads: 2))
    let (states, bias) = test.makeInputs()
    let output = runAttention(engine, test, states, bias)
    for (got, want) in zip(output, naiveAttention(test, states, bias)) {
      #expect(abs(Double(got) - want) < 1e-5)
    }
  }

  @Test(
    "A sequence alone has the bits it has among others, on any number of threads",
    arguments: KernelEngine.isas)
  func sequencesAndThreadsDoNotMatter(isa: ck_isa) throws {
    let test = AttentionCase(
      lengths: [40, 300, 7], heads: 3, headSize: 20, window: 50, reach: 9, positionKeys: true,
      positionQueries: true)
    let (states, bias) = test.makeInputs()
    let engine = try #require(KernelEngine(isa))
    let whole = runAttention(engine, test, states, bias)
    for threads in [2, 4] {
      let other = try #require(KernelEngine(isa, threads: threads))
      #expect(runAttention(other, test, states, bias) == whole)
    }
    for i in test.lengths.indices {
      var alone = test
      alone.lengths = [test.lengths[i]]
      let stride = 3 * test.width + 5
      let rows = test.starts[i]..<test.starts[i + 1]
      let part = Array(states[rows.lowerBound * stride..<rows.upperBound * stride])
      let expected = Array(whole[rows.lowerBound * test.width..<rows.upperBound * test.width])
      #expect(runAttention(engine, alone, part, bias) == expected)
    }
  }

  @Test("Instruction sets with fused multiply-add agree to the bit", arguments: AttentionCase.all)
  func fusedSetsAgree(test: AttentionCase) throws {
    guard let wide = KernelEngine(CK_ISA_AVX512), let narrow = KernelEngine(CK_ISA_AVX2) else { return }
    let (states, bias) = test.makeInputs()
    #expect(runAttention(wide, test, states, bias) == runAttention(narrow, test, states, bias))
  }

  @Test("Large scores saturate instead of overflowing; a NaN shows", arguments: KernelEngine.isas)
  func specialValues(isa: ck_isa) throws {
    let engine = try #require(KernelEngine(isa))
    let test = AttentionCase(lengths: [20], heads: 1, headSize: 4)
    var (states, bias) = test.makeInputs()
    for i in states.indices { states[i] *= 1e6 }
    #expect(runAttention(engine, test, states, bias).allSatisfy { $0.isFinite })
    states[0] = .nan
    let output = runAttention(engine, test, states, bias)
    #expect(output[0..<4].allSatisfy { $0.isNaN })
    #expect(output[4...].allSatisfy { $0.isFinite })
  }

  @Test("Buckets that do not cover the sequences, or lie outside their table, are refused")
  func bucketRefusals() throws {
    let engine = try #require(KernelEngine(CK_ISA_BEST))
    for (buckets, count, status): ([Int32], Int, ck_status) in [
      ([0, 1, 2, 3, 4], 5, CK_OK), ([0, 1, 2, 3, 4], 4, CK_BAD_ARGUMENT),
      ([-1, 0, 0, 0, 0], 4, CK_BAD_ARGUMENT),
      ([0, 1, 2], 5, CK_BAD_ARGUMENT),
    ] {
      var states = [Float](repeating: 0.5, count: 3 * 4 * 4)
      let starts = [0, 3]
      buckets.withUnsafeBufferPointer { buckets in
        starts.withUnsafeBufferPointer { starts in
          states.withUnsafeMutableBufferPointer { states in
            var relative = ck_relative_positions()
            relative.keys = UnsafePointer(states.baseAddress)
            relative.stride = 4
            relative.bucket_count = count
            relative.buckets = buckets.baseAddress
            relative.reach = buckets.count / 2
            withUnsafePointer(to: relative) { relative in
              var attention = ck_attention()
              attention.query = UnsafePointer(states.baseAddress)
              attention.key = attention.query
              attention.value = attention.query
              attention.stride = 4
              attention.heads = 1
              attention.head_size = 4
              attention.starts = starts.baseAddress
              attention.sequences = 1
              attention.window = Int.max
              attention.relative = relative
              attention.output = states.baseAddress.map { $0 + 32 }
              attention.output_stride = 4
              #expect(engine.use { ck_attention_run($0, &attention) } == status)
            }
          }
        }
      }
    }
  }

  @Test("Impossible sizes are refused")
  func refusals() throws {
    let engine = try #require(KernelEngine(CK_ISA_BEST))
    var attention = ck_attention()
    #expect(engine.use { ck_attention_run($0, &attention) } == CK_BAD_ARGUMENT)
    attention.heads = 1
    attention.head_size = 4
    (attention.heads, attention.key_heads) = (4, 3)
    #expect(engine.use { ck_attention_run($0, &attention) } == CK_BAD_ARGUMENT)
    (attention.heads, attention.key_heads) = (1, 0)
    for (starts, status) in [([5, 3], CK_BAD_ARGUMENT), ([0, Int.max / 16], CK_NO_MEMORY)] {
      starts.withUnsafeBufferPointer { starts in
        attention.starts = starts.baseAddress
        attention.sequences = 1
        attention.window = Int.max
        #expect(engine.use { ck_attention_run($0, &attention) } == status)
      }
    }
  }
}
