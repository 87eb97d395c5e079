import Synchronization

/// How long the parts of a verification took. Parts run side by side, so that they may add up to more than the whole.
final class Timings: Sendable {
  private let parts = Mutex<[(name: String, time: Duration)]>([])

  /// Runs a part and notes its time; parts of the same name are added up.
  func measure<Value>(_ name: String, _ body: () throws -> Value) rethrows -> Value {
    let start = ContinuousClock.now
    defer { add(name, ContinuousClock.now - start) }
    return try body()
  }

  func add(_ name: String, _ time: Duration) {
    parts.withLock { parts in
      if let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].time += time
      } else {
        parts.append((name, time))
      }
    }
  }

  /// The parts in the order in which they ended.
  var all: [(name: String, time: Duration)] { parts.withLock { $0 } }
}
