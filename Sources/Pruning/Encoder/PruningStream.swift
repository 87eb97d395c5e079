import PackEncoders
import PackFiles

/// Prunes any number of passages, a bounded part of them at a time, and gives the results in order.
///
/// ```swift
/// var stream = PruningStream(model, options: PruningOptions())
/// for request in requests { try stream.add(request) { print($0.passage.text) } }
/// try stream.finish { print($0.passage.text) }
/// ```
public struct PruningStream {
  /// Passages that are read together at most.
  public static let passageLimit = 64
  /// Bytes of text that are read together, unless one passage alone has more.
  public static let byteLimit = 1 << 20

  /// A passage and what became of it.
  public typealias Outcome = (request: PruningRequest, passage: PrunedPassage)
  /// The passages of one query and what became of them, or why they cannot be pruned.
  public typealias Answer = (requests: [PruningRequest], passages: Result<[PrunedPassage], any Error>)

  private let model: PruningEncoder
  private let options: PruningOptions
  private let progress: (_ done: Int, _ all: Int) -> Void
  private var waiting: [[PruningRequest]] = []
  private var count = 0
  private var bytes = 0

  /// Creates a stream.
  ///
  /// - Parameters:
  ///   - model: what prunes.
  ///   - options: how to prune.
  ///   - progress: is called with the number of passes done and the number of passes, of the passages that are read together.
  public init(
    _ model: PruningEncoder, options: PruningOptions = PruningOptions(),
    progress: @escaping (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) {
    self.model = model
    self.options = options
    self.progress = progress
  }

  /// Takes a passage; once there are enough, prunes those that wait.
  ///
  /// - Throws: what ``finish(_:)`` throws.
  public mutating func add(_ request: PruningRequest, _ body: (Outcome) throws -> Void) throws {
    if take([request]) { try finish(body) }
  }

  /// Prunes the passages that wait. If one of them cannot be, those before it are.
  ///
  /// - Throws: what ``PruningEncoder/prune(_:options:progress:)`` and `body` throw.
  public mutating func finish(_ body: (Outcome) throws -> Void) throws {
    try answerWaiting { answer in
      for outcome in zip(answer.requests, try answer.passages.get()) { try body(outcome) }
    }
  }

  /// Takes the passages of one query; once there are enough, prunes those that wait. A query that cannot be asked does not
  /// stand in the way of others.
  ///
  /// - Throws: what ``answerWaiting(_:)`` throws.
  public mutating func add(query requests: [PruningRequest], _ body: (Answer) throws -> Void) throws {
    if take(requests) { try answerWaiting(body) }
  }

  /// Prunes the passages that wait, and gives those of each query, or the error that belongs to it.
  ///
  /// - Throws: what `body` throws; ``PackFiles/FileError`` when the weights' files have changed since they were opened.
  public mutating func answerWaiting(_ body: (Answer) throws -> Void) throws {
    let queries = waiting
    (waiting, count, bytes) = ([], 0, 0)
    var passages: [[PassageTokens]] = []
    var failures: [Int: any Error] = [:]
    var tokenized = model.tokenize(queries.flatMap { $0 }, keepsOffsets: options.givesTokens)[...]
    for (number, query) in queries.enumerated() {
      let own = tokenized.prefix(query.count)
      tokenized = tokenized.dropFirst(query.count)
      do { passages.append(try own.map { try $0.get() }) } catch { failures[number] = error }
    }
    tokenized = []
    var pruned = try prune(passages)
    passages = []
    pruned.reverse()
    for (number, query) in queries.enumerated() {
      let answer = failures[number].map { .failure($0) } ?? pruned.popLast()
      if let answer { try body((query, answer)) }
    }
  }

  /// Prunes queries together, and where the model refuses one of them, each alone.
  private func prune(_ queries: [[PassageTokens]]) throws -> [Result<[PrunedPassage], any Error>] {
    do {
      return try model.prune(queries, options: options, progress: progress).map { .success($0) }
    } catch let error as EncoderError where error.code != .outOfMemory {
      guard queries.count > 1 else { return queries.map { _ in .failure(error) } }
      return try queries.flatMap { try prune([$0]) }
    }
  }

  /// Whether enough wait.
  private mutating func take(_ requests: [PruningRequest]) -> Bool {
    waiting.append(requests)
    count += requests.count
    bytes += requests.reduce(0) { $0 + $1.byteCount }
    return count >= Self.passageLimit || bytes >= Self.byteLimit
  }
}
