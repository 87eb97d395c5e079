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

  private let model: PruningEncoder
  private let options: PruningOptions
  private let progress: (_ done: Int, _ all: Int) -> Void
  private var waiting: [PruningRequest] = []
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
    waiting.append(request)
    bytes += request.byteCount
    if waiting.count >= Self.passageLimit || bytes >= Self.byteLimit { try finish(body) }
  }

  /// Prunes the passages that wait. If one of them cannot be, those before it are.
  ///
  /// - Throws: what ``PruningEncoder/prune(_:options:progress:)`` and `body` throw.
  public mutating func finish(_ body: (Outcome) throws -> Void) throws {
    let requests = waiting
    waiting = []
    bytes = 0
    var passages: [PassageTokens] = []
    var failure: (any Error)?
    for result in model.tokenize(requests) {
      switch result {
      case .success(let passage): passages.append(passage)
      case .failure(let error): failure = error
      }
      if failure != nil { break }
    }
    let pruned = try model.prune(passages, options: options, progress: progress)
    for outcome in zip(requests, pruned) { try body(outcome) }
    if let failure { throw failure }
  }
}
