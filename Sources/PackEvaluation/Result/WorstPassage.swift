public import Pruning

/// A passage of which the wrong things were kept.
public struct WorstPassage: Sendable {
  /// Query and passage, with the name of the line that it came from.
  public var request: PruningRequest
  /// What became of it at the package's threshold.
  public var passage: PrunedPassage
  /// What answers, in Unicode scalars of the passage.
  public var answers: [Range<Int>]
  /// 1 - F2; for a passage without an answer, the share of it that was kept. From 0, which is right.
  public var loss: Double
  /// Share of the answer that was kept; nil where there is none.
  public var recall: Double?
}

/// The worst of many passages, a few of which are kept in memory.
struct WorstPassages: Sendable {
  private let limit: Int
  private(set) var passages: [WorstPassage] = []

  init(limit: Int) { self.limit = limit }

  mutating func add(_ passage: WorstPassage) {
    guard passage.loss > 0, passages.count < limit || passage.loss > (passages.last?.loss ?? 0) else {
      return
    }
    let place = passages.firstIndex { $0.loss < passage.loss } ?? passages.count
    passages.insert(passage, at: place)
    if passages.count > limit { passages.removeLast() }
  }
}
