import ModelDir
import PackEncoders
import PackPythonCode
import Pruning

/// Something that transformers gives and that is not what has to come out.
struct LiveDifference: Sendable, Hashable {
  /// Where in the cases: `$.cases[3].process`.
  var path: String
  var problem: String
  var expected: String?
  var found: String?
}

extension LiveResult {
  /// What the package's own methods, and CrossEncoder, give other than what comes out here.
  var methodDifferences: [LiveDifference] {
    guard !replays.isEmpty else { return [] }
    var differences: [LiveDifference] = []
    for (way, step) in [("in float32", run.float32), ("as a user loads it", run.user)] {
      guard let step else { continue }
      let tolerance = tolerance(of: step)
      for (index, (methods, outputs)) in zip(step.methods, step.cases).enumerated() {
        guard index < replays.count, outputs.inputIDs == replays[index].ids else { continue }
        differences += compare(methods, index, tolerance, way)
        if way != "in float32" { differences += compareLogits(outputs, index, tolerance, way) }
      }
    }
    return differences + scoreDifferences
  }

  /// What a type's rounding allows between two orders of the same sums: 32 times what the type can tell apart.
  private func tolerance(of step: TransformersRun.Step?) -> Tolerance {
    switch step?.dtype {
    case "float16": Tolerance(absolute: 0.03, relative: 0.03)
    case "bfloat16": Tolerance(absolute: 0.25, relative: 0.25)
    default: .standard
    }
  }

  /// The numbers in full precision are compared elsewhere.
  private func compareLogits(
    _ outputs: ReferenceOutputs.Case, _ index: Int, _ tolerance: Tolerance, _ way: String
  ) -> [LiveDifference] {
    outputs.compare(replays[index], ranking: tolerance, pruning: tolerance).compactMap { output, worst in
      worst.excess > 0
        ? LiveDifference(
          path: "$.cases[\(index)].\(output)\(worst.index)", problem: "\(output) differs \(way)",
          expected: "\(worst.found), as pruning-pack computes", found: "\(worst.expected)") : nil
    }
  }

  private func compare(
    _ methods: PackageMethods, _ index: Int, _ tolerance: Tolerance, _ way: String
  ) -> [LiveDifference] {
    let replay = replays[index]
    var differences: [LiveDifference] = []
    func numbers(_ name: String, _ found: [Float]?, _ expected: [Float]) {
      guard let found else { return }
      let path = "$.cases[\(index)].\(name)"
      guard found.count == expected.count else {
        differences.append(
          LiveDifference(
            path: path, problem: "\(name) gives another number of values \(way)",
            expected: "\(expected.count)",
            found: "\(found.count)"))
        return
      }
      guard let worst = OutputComparison.worst(found, against: expected, tolerance: tolerance),
        worst.excess > 0
      else { return }
      differences.append(
        LiveDifference(
          path: path + worst.index, problem: "\(name) differs \(way)",
          expected: "\(worst.expected), as pruning-pack computes", found: "\(worst.found)"))
    }
    numbers("keep_probabilities", methods.keepProbabilities, replay.keepProbabilities)
    if let score = replay.rankingScore, methods.rankingScores?.count == 1 {
      numbers("ranking_scores", methods.rankingScores, [score])
    } else if let logits = replay.rankingLogits, config.activation == .identity {
      numbers("ranking_scores", methods.rankingScores, logits)
    }
    guard let process = methods.process, index < pruned.count else { return differences }
    let path = "$.cases[\(index)].process"
    switch (process, pruned[index]) {
    case (.failed, .failure): break
    case (.failed(let message), .success):
      differences.append(
        LiveDifference(path: path, problem: "process raises \(way)", expected: "a passage", found: message))
    case (.pruned, .failure(let failure)):
      differences.append(
        LiveDifference(
          path: path, problem: "process prunes a passage that pruning-pack refuses, \(way)",
          expected: failure.message, found: "a passage"))
    case (.pruned(let text, let score, _, let probabilities), .success(let passage)):
      let expected = (passage.titles + passage.sentences).map { Float($0.probability) }
      numbers("process.sentence_probabilities", probabilities, expected)
      // A probability that lies at the threshold may fall on either side of it.
      let isNear = expected.contains { tolerance.excess(of: $0, over: Float(config.threshold)) <= 0 }
      if !isNear, !text.unicodeScalars.elementsEqual(passage.text.unicodeScalars) {
        differences.append(
          LiveDifference(
            path: path + ".pruned_context", problem: "process keeps another text \(way)",
            expected: Self.excerpt(passage.text), found: Self.excerpt(text)))
      }
      if !isNear, let expected = passage.rankingScore {
        numbers("process.reranking_score", score.map { [$0] } ?? [], [expected])
      }
    }
    return differences
  }

  private static func excerpt(_ text: String) -> String {
    text.count > 60 ? "\"\(text.prefix(60))…\"" : "\"\(text)\""
  }

  /// CrossEncoder's scores against those that come out here; it reads all pairs to the package's max_length, and some of its
  /// versions without the white space around them.
  private var scoreDifferences: [LiveDifference] {
    guard let step = run.crossEncoder, step.failure == nil else { return [] }
    let labels = config.labels.count
    guard run.scores.count == pairs.count * labels else {
      return [
        LiveDifference(
          path: "$.cases", problem: "CrossEncoder gives another number of scores",
          expected: "\(pairs.count * labels)", found: "\(run.scores.count)")
      ]
    }
    let tolerance = tolerance(of: step)
    var differences: [LiveDifference] = []
    for (index, (pair, replay)) in zip(pairs, replays).enumerated() {
      let texts = [pair.pair.query, pair.pair.document]
      guard pair.maximumLength == nil, !texts.contains(where: { Self.hasWhiteAround($0) }) else { continue }
      let expected = labels == 1 ? replay.rankingScore.map { [$0] } : replay.rankingLogits
      let found = Array(run.scores[index * labels..<(index + 1) * labels])
      if let expected, let worst = OutputComparison.worst(found, against: expected, tolerance: tolerance),
        worst.excess > 0
      {
        differences.append(
          LiveDifference(
            path: "$.cases[\(index)]", problem: "CrossEncoder's score differs",
            expected: "\(worst.expected), as pruning-pack computes", found: "\(worst.found)"))
      }
    }
    return differences
  }

  private static func hasWhiteAround(_ text: String) -> Bool {
    [text.unicodeScalars.first, text.unicodeScalars.last].contains {
      $0.map { $0.properties.isWhitespace || $0.value < 0x20 } ?? false
    }
  }
}
