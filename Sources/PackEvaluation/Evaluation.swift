import ModelDir
import PackFiles
public import Pruning

/// Measures a package on a labelled set, passage by passage: of a passage only counts stay in memory.
///
/// ```swift
/// var evaluation = Evaluation(model, name: "dev.jsonl")
/// for passage in passages { try evaluation.add(passage) }
/// let result = try evaluation.finish()
/// ```
public struct Evaluation {
  private let name: String
  private let options: EvaluationOptions
  private let threads: Int
  private var stream: PruningStream
  /// Those that the stream has not answered.
  private var waiting: [LabelledPassage] = []
  private var tally: EvaluationTally

  /// Begins.
  ///
  /// - Parameters:
  ///   - model: the package.
  ///   - name: what messages call the set.
  ///   - options: what is to be measured.
  ///   - threads: how many threads compute the intervals.
  ///   - progress: is called with the number of passes done and the number of passes, of the passages that are read together.
  public init(
    _ model: PruningEncoder, name: String, options: EvaluationOptions = EvaluationOptions(), threads: Int = 1,
    progress: @escaping (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) {
    self.name = name
    self.options = options
    self.threads = threads
    var pruning = PruningOptions()
    // The score is measured, and not what becomes of it where nothing is kept.
    pruning.zeroScoreWhenEmpty = false
    pruning.givesTokens = options.givesTokens
    stream = PruningStream(model, options: pruning, progress: progress)
    tally = EvaluationTally(threshold: model.config.threshold, worstCount: options.worstCount)
  }

  /// Passages that have been measured.
  public var count: Int { tally.count }

  /// Takes a passage; once there are enough, they are measured.
  ///
  /// - Throws: ``EvaluationError``, and what ``Pruning/PruningStream`` throws.
  public mutating func add(_ passage: LabelledPassage) throws {
    waiting.append(passage)
    var outcomes: [PruningStream.Outcome] = []
    try stream.add(passage.request) { outcomes.append($0) }
    try measure(outcomes)
  }

  /// Measures the passages that wait, and puts the figures together.
  ///
  /// - Throws: what ``add(_:)`` throws; ``EvaluationError`` for a set without a passage.
  public mutating func finish() throws -> EvaluationResult {
    var outcomes: [PruningStream.Outcome] = []
    try stream.finish { outcomes.append($0) }
    try measure(outcomes)
    guard tally.count > 0 else {
      throw EvaluationError(
        .emptySet, at: Place(file: name), problem: "the set is empty", expected: "a labelled passage a line")
    }
    return tally.result(options, threads: threads)
  }

  /// How far this is from an evaluation of the same set by the same package, computed otherwise; after both are finished.
  ///
  /// - Parameters:
  ///   - result: what ``finish()`` gave.
  ///   - other: the other evaluation, and its result.
  public func compared(
    _ result: EvaluationResult, to other: (evaluation: Evaluation, result: EvaluationResult)
  ) -> EvaluationComparison {
    tally.outcomes(result).compared(to: other.evaluation.tally.outcomes(other.result))
  }

  private mutating func measure(_ outcomes: [PruningStream.Outcome]) throws(EvaluationError) {
    for (labelled, outcome) in zip(waiting, outcomes) { try tally.add(labelled, outcome.passage) }
    waiting.removeFirst(min(outcomes.count, waiting.count))
  }
}
