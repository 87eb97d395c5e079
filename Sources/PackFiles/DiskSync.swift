#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Has the system bring to the disk what was written to an open file or directory.
///
/// - Returns: 0, or -1 with the reason in `errno`.
func syncToDisk(_ descriptor: Int32) -> Int32 {
  #if canImport(Darwin)
    // There, fsync leaves the bytes in the drive's own memory.
    if fcntl(descriptor, F_FULLFSYNC) == 0 { return 0 }
  #endif
  while true {
    if fsync(descriptor) == 0 { return 0 }
    if errno != EINTR { return -1 }
  }
}

/// Has the system bring a file's bytes to the disk; one that this user may not open was not written by this tool.
func syncFile(_ path: String) throws(FileError) {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
  if descriptor < 0 && errno == EACCES { return }
  guard descriptor >= 0 else { throw FileError(errno: errno, path: path, operation: "open") }
  defer { close(descriptor) }
  guard syncToDisk(descriptor) == 0 else {
    throw FileError(errno: errno, path: path, operation: "sync to the disk")
  }
}

/// Has the system bring the names in a directory to the disk.
///
/// - Throws: ``FileError``; a file system that knows no such request is no failure.
package func syncDirectory(_ path: String) throws(FileError) {
  try OpenDirectory(path).sync()
}

/// Has the system bring a directory and all that is in it to the disk: files, then directories, the inner ones first.
package func syncTree(_ root: String) throws(FileError) {
  let entries = try listDirectory(root, limit: 1_000_000)
  for entry in entries where entry.kind == .file { try syncFile(joinPath(root, entry.path)) }
  // A directory's path precedes those of what is in it.
  for entry in entries.reversed() where entry.kind == .directory {
    try syncDirectory(joinPath(root, entry.path))
  }
  try syncDirectory(root)
}
