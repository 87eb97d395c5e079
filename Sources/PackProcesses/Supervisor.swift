import CPackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The process that stands for a program that was started: the program itself, or in a sandbox what ends as it does.
struct Supervisor {
  private let id: pid_t
  private let group: pid_t
  private let isFenced: Bool

  /// How long what is told to end everything may take for it.
  private static let patience: Duration = .seconds(10)

  init(_ process: cfiles_process, isFenced: Bool) {
    id = process.id
    group = process.group
    self.isFenced = isFenced
  }

  /// The status, or nil while it runs.
  func status(_ options: Int32) -> Int32? {
    var status: Int32 = 0
    let result = waitpid(id, &status, options)
    if result == id { return status }
    // Somebody else has waited for it: then it has ended, and how is not known.
    return result < 0 && errno != EINTR ? 0x7F00 : nil
  }

  /// Ends the program and what it has left running.
  ///
  /// - Parameter status: the status, where it has ended already.
  /// - Returns: the status.
  func end(_ status: Int32?) -> Int32 {
    guard isFenced else {
      kill(-id, SIGKILL)
      return status ?? wait()
    }
    // It has seen to the rest before it ended.
    if let status { return status }
    if group != id { kill(-group, SIGKILL) }
    kill(id, SIGTERM)
    let deadline = ContinuousClock.now + Self.patience
    while ContinuousClock.now < deadline {
      if let status = self.status(WNOHANG) { return status }
      usleep(2_000)
    }
    kill(-id, SIGKILL)
    return wait()
  }

  private func wait() -> Int32 {
    while true {
      if let status = status(0) { return status }
    }
  }
}
