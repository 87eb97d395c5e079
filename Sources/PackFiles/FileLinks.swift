#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Gives a file a second name on the same file system, or copies it where that is not possible.
///
/// - Throws: ``FileError``.
public func linkFile(_ source: String, to destination: String) throws(FileError) {
  if link(source, destination) == 0 { return }
  try copyFile(source, to: destination)
}

/// Renames a file or directory; a file takes the place of another one.
///
/// - Throws: ``FileError``; nothing has changed then.
package func moveFile(_ source: String, to destination: String) throws(FileError) {
  guard rename(source, destination) == 0 else {
    throw FileError(errno: errno, path: destination, operation: "replace")
  }
}

/// Renames a file over another one, and has the system bring the change to the disk.
///
/// - Throws: ``FileError``; the destination is then as it was, unless it was the disk that failed.
public func renameFile(_ source: String, to destination: String) throws(FileError) {
  // Opened first: a directory that cannot be synced is to stay as it is.
  let directory = try OpenDirectory(parentPath(destination))
  try InterruptCleanup.shared.uninterrupted { _ throws(FileError) in
    try moveFile(source, to: destination)
    try directory.sync()
  }
}

/// Whether two paths are on one file system, so that a file can be renamed from one to the other.
public func sharesFileSystem(_ left: String, _ right: String) -> Bool {
  var (first, second) = (stat(), stat())
  return stat(left, &first) == 0 && stat(right, &second) == 0 && first.st_dev == second.st_dev
}

/// Whether two paths lead to one and the same file or directory.
package func isSameFile(_ left: String, _ right: String) -> Bool {
  guard let first = FileStamp(path: left), let second = FileStamp(path: right) else { return false }
  return first.isSameFile(as: second)
}

/// Gives a file or directory the permissions of another one, where that exists.
public func copyMode(of source: String, to destination: String) {
  var status = stat()
  guard stat(source, &status) == 0 else { return }
  chmod(destination, status.st_mode & 0o7777)
}
