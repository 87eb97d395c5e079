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
  private var waiting: [PruningRequest] = []
  private var bytes = 0

  /// Creates a stream.
  public init(_ model: PruningEncoder, options: PruningOptions = PruningOptions()) {
    self.model = model
    self.options = options
  }

  /// Takes a passage; once there are enough, prunes those that wait.
  ///
  /// - Throws: what ``PruningEncoder/prune(_:options:)`` and `body` throw.
  public mutating func add(_ request: PruningRequest, _ body: (Outcome) throws -> Void) throws {
    waiting.append(request)
    bytes += request.query.utf8.count + request.document.utf8.count
    if waiting.count >= Self.passageLimit || bytes >= Self.byteLimit { try finish(body) }
  }

  /// Prunes the passages that wait.
  ///
  /// - Throws: what ``PruningEncoder/prune(_:options:)`` and `body` throw.
  public mutating func finish(_ body: (Outcome) throws -> Void) throws {
    let requests = waiting
    waiting = []
    bytes = 0
    for outcome in zip(requests, try model.prune(requests, options: options)) { try body(outcome) }
  }
}
