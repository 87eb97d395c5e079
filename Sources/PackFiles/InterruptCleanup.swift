import Synchronization

#if canImport(Glibc)
  package import Glibc
#elseif canImport(Musl)
  package import Musl
#else
  package import Darwin
#endif

/// Removes staging directories, and ends what was started, when the process is told to stop (SIGINT, SIGTERM, SIGHUP).
///
/// A thread waits for the signals, so that the removal runs as ordinary code and not inside a signal handler.
public final class InterruptCleanup: Sendable {
  /// The process's only instance.
  public static let shared = InterruptCleanup()

  private let paths = Mutex<Set<String>>([])
  private let processGroups = Mutex<Set<pid_t>>([])

  private init() {}

  /// Starts waiting; to be called once, before any other thread exists.
  public func install() {
    var signals = handledSignals()
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

  /// Has a process group killed if this process is told to stop; it does not get the terminal's signals.
  package func register(processGroup: pid_t) { processGroups.withLock { _ = $0.insert(processGroup) } }

  /// The process group has ended.
  package func unregister(processGroup: pid_t) { processGroups.withLock { _ = $0.remove(processGroup) } }

  fileprivate func removeAll() {
    processGroups.withLock { groups in
      for group in groups { kill(-group, SIGKILL) }
    }
    paths.withLock { paths in
      for path in paths {
        // Renamed first: whoever is still writing finds nothing to write to.
        let aside = path + "-interrupted"
        try? removeTree(rename(path, aside) == 0 ? aside : path)
      }
    }
  }
}

#if canImport(Darwin)
  private func waitForSignal(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? { wait() }
#else
  private func waitForSignal(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { wait() }
#endif

/// The signals that end the process, but for those that whoever started it has it ignore, as nohup does.
private func handledSignals() -> sigset_t {
  var signals = sigset_t()
  sigemptyset(&signals)
  for signal in [SIGINT, SIGTERM, SIGHUP] {
    var action = sigaction()
    sigaction(signal, nil, &action)
    #if canImport(Darwin)
      let handler = action.__sigaction_u.__sa_handler
    #else
      let handler = action.__sigaction_handler.sa_handler
    #endif
    let isIgnored = unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    if !isIgnored { sigaddset(&signals, signal) }
  }
  return signals
}

private func wait() -> UnsafeMutableRawPointer? {
  var signals = handledSignals()
  var received: Int32 = 0
  guard sigwait(&signals, &received) == 0 else { return nil }
  InterruptCleanup.shared.removeAll()
  // Die of the same signal, so that the shell sees why.
  signal(received, SIG_DFL)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  kill(getpid(), received)
  return nil
}
