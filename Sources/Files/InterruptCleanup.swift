import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Removes staging directories when the process is told to stop (SIGINT, SIGTERM, SIGHUP).
///
/// A thread waits for the signals, so that the removal runs as ordinary code and not inside a signal handler.
public final class InterruptCleanup: Sendable {
  /// The process's only instance.
  public static let shared = InterruptCleanup()

  private let paths = Mutex<Set<String>>([])

  private init() {}

  /// Starts waiting; to be called once, before any other thread exists.
  public func install() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    pthread_create(&thread, nil, waitForSignal, nil)
  }

  func register(_ path: String) { paths.withLock { _ = $0.insert(path) } }

  func unregister(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  fileprivate func removeAll() {
    paths.withLock { paths in
      for path in paths { try? removeTree(path) }
    }
  }
}

#if canImport(Darwin)
  private func waitForSignal(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? { wait() }
#else
  private func waitForSignal(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { wait() }
#endif

private func wait() -> UnsafeMutableRawPointer? {
  var signals = sigset_t()
  sigemptyset(&signals)
  for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
  var received: Int32 = 0
  guard sigwait(&signals, &received) == 0 else { return nil }
  InterruptCleanup.shared.removeAll()
  // Die of the same signal, so that the shell sees why.
  signal(received, SIG_DFL)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  kill(getpid(), received)
  return nil
}
