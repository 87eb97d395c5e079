import Synchronization

#if canImport(Glibc)
  package import Glibc
#elseif canImport(Musl)
  package import Musl
#else
  package import Darwin
#endif

/// Removes what is there for a while, and ends what was started, before the process ends: at its own wish, or when it is told to
/// stop (SIGINT, SIGTERM, SIGHUP).
///
/// A thread waits for the signals, so that the removal runs as ordinary code and not inside a signal handler. From then on
/// nothing more is printed or put in place: what another thread makes of files that vanish under it is not true.
public final class InterruptCleanup: Sendable {
  /// The process's only instance.
  public static let shared = InterruptCleanup()

  private let paths = Mutex<Set<String>>([])
  private let processGroups = Mutex<Set<pid_t>>([])
  private let isEnding = Atomic<Bool>(false)
  private let lastWords = Mutex<String?>(nil)
  private let restoration = Mutex<(@Sendable () -> Void)?>(nil)

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

  /// Does not return once the process has begun to end.
  public func waitIfEnding() {
    while isEnding.load(ordering: .sequentiallyConsistent) { pause() }
  }

  /// Has the process begin to end: removes what is there for a while. Of several callers one returns.
  public func beginEnd() {
    let (isFirst, _) = isEnding.compareExchange(
      expected: false, desired: true, ordering: .sequentiallyConsistent)
    if !isFirst { waitIfEnding() }
    restoration.withLock { $0?() }
    processGroups.withLock { groups in
      for group in groups { kill(-group, SIGKILL) }
    }
    paths.withLock { paths in
      for path in paths {
        // Renamed first, so that a writer finds no directory to write to.
        let aside = TemporaryName.interrupted(path)
        try? removeTemporary(rename(path, aside) == 0 ? aside : path)
      }
      paths.removeAll()
    }
  }

  /// Takes steps that belong together: the process does not begin to remove anything between them.
  ///
  /// - Parameter steps: is given the paths that are to be removed at the end, to change them.
  package func uninterrupted<Value, Failure: Error>(
    _ steps: (inout Set<String>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    while true {
      waitIfEnding()
      var outcome: Result<Value, Failure>?
      paths.withLock { paths in
        guard !isEnding.load(ordering: .sequentiallyConsistent) else { return }
        do throws(Failure) { outcome = .success(try steps(&paths)) } catch { outcome = .failure(error) }
      }
      if let outcome { return try outcome.get() }
    }
  }

  /// Sets what a process that is told to stop says at its end, one line; nil for nothing, as at the beginning.
  package func setLastWords(_ text: String?) { lastWords.withLock { $0 = text } }

  /// Sets what has to be put back as it was before the process ends; nil for nothing.
  package func setRestoration(_ restore: (@Sendable () -> Void)?) { restoration.withLock { $0 = restore } }

  /// Says it, on standard error.
  fileprivate func sayLastWords() {
    guard let text = lastWords.withLock({ $0 }) else { return }
    let bytes = Array("\(text)\n".utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  func unregister(_ path: String) { paths.withLock { _ = $0.remove(path) } }

  /// Has a process group killed if this process is told to stop; it does not get the terminal's signals.
  package func register(processGroup: pid_t) { processGroups.withLock { _ = $0.insert(processGroup) } }

  /// The process group has ended.
  package func unregister(processGroup: pid_t) { processGroups.withLock { _ = $0.remove(processGroup) } }
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
  InterruptCleanup.shared.beginEnd()
  InterruptCleanup.shared.sayLastWords()
  // Die of the same signal, so that the shell sees why.
  signal(received, SIG_DFL)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  kill(getpid(), received)
  return nil
}
