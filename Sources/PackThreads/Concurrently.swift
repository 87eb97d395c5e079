#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Computes `count` values on several threads, which take the next index as they become free.
///
/// - Parameters:
///   - count: how many values there are.
///   - threads: how many threads work, the calling one among them.
///   - body: computes the value of an index, 0 to `count` - 1.
/// - Returns: the values, in the order of their indices.
public func concurrently<Value: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Value
) -> [Value] {
  let width = min(threads, count)
  guard width > 1 else { return (0..<count).map(body) }
  return withoutActuallyEscaping(body) { body in
    let work = SharedWork(count: count, body: body)
    var started: [pthread_t] = []
    for _ in 1..<width {
      // The calling thread works, too, so a thread that does not start costs time and nothing else.
      if let thread = startThread({ work.run() }) { started.append(thread) }
    }
    work.run()
    for thread in started { pthread_join(thread, nil) }
    return work.values()
  }
}

/// Indices that are handed out once, and the values computed for them.
private final class SharedWork<Value: Sendable>: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Value
  private let next = Atomic<Int>(0)
  private let results = Mutex<[(index: Int, value: Value)]>([])

  init(count: Int, body: @escaping @Sendable (Int) -> Value) {
    self.count = count
    self.body = body
  }

  func run() {
    var own: [(index: Int, value: Value)] = []
    while case let index = next.wrappingAdd(1, ordering: .relaxed).oldValue, index < count {
      own.append((index, body(index)))
    }
    results.withLock { $0 += own }
  }

  func values() -> [Value] {
    results.withLock { results in
      results.sort { $0.index < $1.index }
      return results.map(\.value)
    }
  }
}

/// Carries a closure to the thread that runs it.
private final class ThreadBody {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Runs something on a thread with a stack of its own, and waits for it; on the calling thread where there is no memory for
/// another stack.
public func onLargeStack(_ body: @escaping @Sendable () -> Void) {
  guard let thread = startThread(stackSize: 1 << 25, body) else { return body() }
  pthread_join(thread, nil)
}

/// Runs something on a thread that nobody waits for; it is not run where no thread can be started.
public func startDetachedThread(_ body: @escaping @Sendable () -> Void) {
  if let thread = startThread(body) { pthread_detach(thread) }
}

/// Starts a thread whose stack size does not depend on the limits of the process.
private func startThread(stackSize: Int = 1 << 23, _ run: @escaping @Sendable () -> Void) -> pthread_t? {
  var attributes = pthread_attr_t()
  guard pthread_attr_init(&attributes) == 0 else { return nil }
  defer { pthread_attr_destroy(&attributes) }
  guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }
  let body = Unmanaged.passRetained(ThreadBody(run))
  #if canImport(Glibc)
    var thread = pthread_t()
  #else
    var thread: pthread_t?
  #endif
  let status = pthread_create(
    &thread, &attributes,
    { argument in
      #if canImport(Darwin)
        let body = argument
      #else
        guard let body = argument else { return nil }
      #endif
      Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run()
      return nil
    }, body.toOpaque())
  guard status == 0 else {
    body.release()
    return nil
  }
  return thread
}
