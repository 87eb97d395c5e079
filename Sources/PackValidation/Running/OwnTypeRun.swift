import PackCheckpoints
import PackEncoders
import PackFiles
import Pruning

/// The smoke inference as the package's own type of 16 bits would have it: how large its activations are, and how far its
/// scores and its kept text are from those in float32.
///
/// Every activation is rounded to the type, and sums inside a product stay in float, as in PyTorch. How PyTorch adds up
/// differs from processor to processor, so that the distances are estimates.
struct OwnTypeRun: Sendable {
  let type: DType
  /// The largest magnitudes in float32: of the embedding, of each layer, and of the heads; infinity for NaN.
  let largest: [Float]
  /// The largest difference of a score; nil in pruning_only, and where a score is not finite.
  let scoreDifference: Float?
  /// Sentences of the passages, and those that are kept in one type and not in the other.
  let sentenceCount: Int
  let changedSentenceCount: Int

  init(_ model: PruningEncoder, _ type: DType) throws {
    self.type = type
    let exact = ActivationInspection()
    let rounded = ActivationInspection(rounding: type)
    let encodings = try SmokeInference.pairs.map { try model.encode($0) }
    let scores = try [exact, rounded].map {
      try model.inspected(by: $0).predict(encodings).map(\.rankingScore)
    }
    largest = exact.largest
    let differences = zip(scores[0], scores[1]).compactMap { one, other in
      one.flatMap { one in other.map { abs(one - $0) } }
    }
    scoreDifference = differences.allSatisfy(\.isFinite) ? differences.max() : nil
    let requests = try SmokeInference.pairs.map { PruningRequest(query: $0.query, document: $0.document) }
      .filter { try Self.leavesRoom($0, model) }
    let (expected, found) = (
      try model.prune(requests), try model.inspected(by: ActivationInspection(rounding: type)).prune(requests)
    )
    let sentences = zip(expected, found).flatMap { zip($0.sentences, $1.sentences) }
    sentenceCount = sentences.count
    changedSentenceCount = sentences.count { $0.isKept != $1.isKept }
  }

  /// Whether the model can prune the passage: a short maximum length may have no room for it beside the query.
  private static func leavesRoom(_ request: PruningRequest, _ model: PruningEncoder) throws -> Bool {
    do {
      _ = try model.tokenize([request])[0].get()
      return true
    } catch let error as PruningError where error.code == .queryTooLong {
      return false
    }
  }

  /// The place of the largest activation, and its magnitude.
  var worst: (place: String, magnitude: Float) {
    let index = largest.indices.max { largest[$0] < largest[$1] } ?? 0
    return (name(index), largest.isEmpty ? 0 : largest[index])
  }

  /// What a report says about it, beside its findings.
  var notes: [String] {
    var differences: [String] = []
    if sentenceCount > 0 {
      differences.append("\(changedSentenceCount) of \(sentenceCount) sentences are kept otherwise")
    }
    if let scoreDifference { differences.append("scores differ by up to \(text(scoreDifference))") }
    if differences.isEmpty { differences.append("nothing can be compared") }
    let layers = largest.indices.map { "\(name($0)) \(text(largest[$0]))" }.joined(separator: ", ")
    return [
      "in \(type.torchName ?? type.rawValue) rather than float32, \(differences.joined(separator: " and ")) (smoke inference, every activation rounded)",
      "largest activations: \(layers)",
    ]
  }

  private func name(_ index: Int) -> String {
    index == 0 ? "embedding" : index == largest.count - 1 ? "heads" : "layer \(index)"
  }

  /// Three digits.
  func text(_ value: Float) -> String {
    guard value < 1e9 else { return "\(value)" }
    guard value >= 100 else { return "\((value * 1000).rounded() / 1000)" }
    return "\(Int(value.rounded()))"
  }
}
