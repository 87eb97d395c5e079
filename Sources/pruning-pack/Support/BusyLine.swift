import PackThreads
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line on the terminal that says what a command is doing and since when; it appears after one second.
///
/// The work itself reports nothing: a thread of its own writes the line, and stops when the work ends.
final class BusyLine: Sendable {
  private struct State {
    var activity: String
    var isVisible = false
    var isFinished = false
  }

  private let state: Mutex<State>
  private let start = ContinuousClock.now

  /// Starts the line, where standard error is a terminal and --quiet is not given.
  ///
  /// - Parameters:
  ///   - activity: what is done, without names that come from elsewhere: `verifying`.
  ///   - common: the command's options.
  init(_ activity: String, _ common: CommonOptions) {
    state = Mutex(State(activity: activity))
    guard !common.quiet, standardError.isTerminal else { return }
    startDetachedThread { [self] in
      usleep(1_000_000)
      while show() { usleep(250_000) }
    }
  }

  /// What is done from now on.
  func report(_ activity: String) {
    state.withLock { $0.activity = activity }
  }

  /// Takes the line away for other output on standard error; it comes back after the next interval.
  func pause() {
    state.withLock { state in
      if state.isVisible { standardError.write("\r\u{1B}[K") }
      state.isVisible = false
    }
  }

  /// Takes the line away for good; nothing is written afterwards.
  func finish() {
    state.withLock { state in
      if state.isVisible { standardError.write("\r\u{1B}[K") }
      state.isVisible = false
      state.isFinished = true
    }
  }

  private func show() -> Bool {
    state.withLock { state in
      if state.isFinished { return false }
      state.isVisible = true
      let seconds = (ContinuousClock.now - start).components.seconds
      standardError.write("\r\u{1B}[K\(state.activity) … \(seconds) s")
      return true
    }
  }
}
