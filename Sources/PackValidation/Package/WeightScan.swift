import PackCheckpoints
import PackThreads
import Synchronization

/// One pass over all weights, which every rule about their values shares.
struct WeightScan: Sendable {
  private let scans: [Key: Tensor.Scan]

  private struct Key: Hashable {
    let file: String
    let tensor: String
  }

  /// What the pass saw of a tensor; nil for a type that is not looked into.
  subscript(_ tensor: Tensor) -> Tensor.Scan? { scans[Key(file: tensor.fileName, tensor: tensor.name)] }

  /// Scans tensors while something else is done on the same threads.
  ///
  /// - Parameters:
  ///   - tensors: in any order.
  ///   - threads: how many threads share the work.
  ///   - work: begins first; it is called once.
  /// - Returns: what the work gave, and the scan.
  static func beside<Value: Sendable>(
    _ tensors: [Tensor], threads: Int, timings: Timings, _ work: @Sendable () -> Value
  ) -> (Value, WeightScan) {
    // The largest first, so that no thread is left with a large one at the end.
    let ordered = tensors.sorted { $0.byteRange.count > $1.byteRange.count }
    let result = Mutex<Value?>(nil)
    let scans = concurrently(ordered.count + 1, threads: threads) { index -> Tensor.Scan? in
      guard index > 0 else {
        let value = work()
        result.withLock { $0 = value }
        return nil
      }
      let tensor = ordered[index - 1]
      return timings.measure("weights") { tensor.scan() }
    }
    var found: [Key: Tensor.Scan] = [:]
    for (tensor, scan) in zip(ordered, scans.dropFirst()) {
      found[Key(file: tensor.fileName, tensor: tensor.name)] = scan
    }
    return (result.withLock { $0 } ?? work(), WeightScan(scans: found))
  }
}
