#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a path leads to, whatever it is called; links are not followed.
package struct PathIdentity: Sendable, Hashable {
  /// The file system. It may have another number after a restart.
  let device: UInt64
  /// The number that the file system has given to the file or directory.
  package let number: UInt64
  /// Whether it belongs to the user who runs this process.
  package let isOwn: Bool

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
    isOwn = status.st_uid == geteuid()
  }

  /// Nil where nothing is.
  package init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }
}
