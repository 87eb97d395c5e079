#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What Tests/Fuzzing/driver.c calls: C, since libFuzzer brings the main function.
public enum FuzzEntry {
  /// The targets to choose from.
  nonisolated(unsafe) public static var targets: [FuzzTarget] = FuzzTarget.readers
  nonisolated(unsafe) fileprivate static var chosen: FuzzTarget?

  /// Seconds that this thread has had a processor.
  fileprivate static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Chooses the target of a name: 0, or 1 where there is none.
@_cdecl("fuzz_choose")
public func fuzzChoose(_ name: UnsafePointer<CChar>) -> CInt {
  let name = String(cString: name)
  FuzzEntry.chosen = FuzzEntry.targets.first { $0.name == name }
  return FuzzEntry.chosen == nil ? 1 : 0
}

/// Most bytes of an input of the chosen target.
@_cdecl("fuzz_limit")
public func fuzzLimit() -> Int { FuzzEntry.chosen?.sizeLimit ?? 0 }

/// Feeds the chosen target: 0, or 1 with a line on standard error.
@_cdecl("fuzz_check")
public func fuzzCheck(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let target = FuzzEntry.chosen else { return 1 }
  let begin = FuzzEntry.seconds
  var problem = target.check(Array(UnsafeBufferPointer(start: start, count: count)))
  let spent = FuzzEntry.seconds - begin
  if spent > target.timeLimit.base + Double(count) * target.timeLimit.byte {
    problem = problem ?? "it took \(spent) s of a processor for \(count) bytes"
  }
  guard let problem else { return 0 }
  let line = Array("\(target.name): \(problem)\n".utf8)
  _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  return 1
}

/// Changes an input in place: its new length.
@_cdecl("fuzz_change")
public func fuzzChange(_ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ limit: Int, _ seed: UInt32)
  -> Int
{
  guard let target = FuzzEntry.chosen else { return count }
  var mutation = FuzzMutation(target.language, limit: limit, seed: UInt64(seed))
  let changed = mutation.changed(Array(UnsafeBufferPointer(start: start, count: count)))
  guard changed.count <= limit else { return count }
  for (index, byte) in changed.enumerated() { start[index] = byte }
  return changed.count
}
