#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A directory that is open, so that what is renamed in it can be brought to the disk.
struct OpenDirectory: ~Copyable {
  let path: String
  private let descriptor: Int32

  init(_ path: String) throws(FileError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "open") }
  }

  deinit { close(descriptor) }

  borrowing func sync() throws(FileError) {
    guard syncToDisk(descriptor) != 0, errno != EINVAL, errno != ENOTSUP else { return }
    throw FileError(errno: errno, path: path, operation: "sync to the disk")
  }
}
