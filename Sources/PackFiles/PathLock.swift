#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock on a file or directory, which says that a process is at work on it; it ends with the object, or the process.
package final class PathLock: Sendable {
  /// Why there is no lock.
  package enum Refusal: Error, Sendable, Hashable {
    /// Somebody has it.
    case inUse
    /// Something else stands at the path by now, or nothing.
    case gone
    /// The path cannot be opened, or the file system knows no locks: `errno`.
    case failed(Int32)
  }

  private let descriptor: Int32

  /// Locks a file or directory; a link is not followed.
  package init(_ path: String) throws(Refusal) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { throw errno == ENOENT ? .gone : .failed(errno) }
    // Where this throws, the object goes away, and closes the descriptor.
    try Self.lock(descriptor, path)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Locks what an open descriptor leads to, if that is still what stands at the path.
  static func lock(_ descriptor: Int32, _ path: String) throws(Refusal) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      throw errno == EWOULDBLOCK ? .inUse : .failed(errno)
    }
    guard let own = PathIdentity(descriptor), own == PathIdentity(path) else { throw .gone }
  }
}
