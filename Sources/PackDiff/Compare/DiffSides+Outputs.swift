import ModelDir
import PackFiles
import PackJSON
import Pruning

extension DiffSides {
  /// What is within this of another score is the same: what another order of sums makes of it.
  private static let scoreTolerance = 1e-4

  /// Scores and kept text on the recorded pairs.
  func outputs() throws -> DiffSection {
    let (isRecorded, pairs) = pairs
    let requests = pairs.map { PruningRequest(query: $0.query, document: $0.document) }
    let (scores, others) = (try old.model.predict(pairs), try new.model.predict(pairs))
    var entries: [DiffEntry] = []
    var (largest, differing) = (0.0, 0)
    for index in pairs.indices {
      let name = DiffSides.cut(pairs[index].query, to: 60).quotedForMessage
      let (score, other) = (scores[index].rankingScore, others[index].rankingScore)
      let difference = score.flatMap { one in other.map { abs(Double(one) - Double($0)) } }
      largest = max(largest, difference ?? 0)
      let isSameScore = difference.map { $0 <= Self.scoreTolerance } ?? (score == nil && other == nil)
      if !isSameScore,
        var entry = DiffEntry("score for \(name)", old: score.map { "\($0)" }, new: other.map { "\($0)" })
      {
        if let difference { entry.measures = [.init(name: "difference", value: difference)] }
        entries.append(entry)
      }
      let (before, after) = (try pruned(requests[index], old), try pruned(requests[index], new))
      let (text, otherText) = (before?.text ?? "", after?.text ?? "")
      if text.utf8.elementsEqual(otherText.utf8), (before == nil) == (after == nil) { continue }
      differing += 1
      if let entry = DiffEntry(
        "kept text for \(name)", old: before.map(Self.kept), new: after.map(Self.kept))
      {
        entries.append(entry)
      }
    }
    let what = isRecorded ? "recorded" : "built-in"
    return DiffSection(
      name: "outputs",
      summary:
        "\(pairs.count) \(what) pairs: scores differ by at most \(Self.number(largest)), kept text in \(differing)",
      entries: entries)
  }

  /// What a package keeps of a passage; nil where the query leaves no room for it.
  private func pruned(_ request: PruningRequest, _ side: PackageSide) throws -> PrunedPassage? {
    do {
      return try side.model.prune([request]).first
    } catch let error as PruningError where error.code == .queryTooLong {
      return nil
    }
  }

  private static func kept(_ passage: PrunedPassage) -> String {
    let kept = passage.sentences.count(where: \.isKept)
    return "\(kept) of \(passage.sentences.count) sentences: " + cut(passage.text, to: 160).quotedForMessage
  }

  /// A number with three digits that count.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while abs(value) * scale < 100 { scale *= 10 }
    let text = "\((value * scale).rounded() / scale)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
