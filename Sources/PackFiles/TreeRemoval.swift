#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Removes a file, or a directory with all that is in it; what is not there is no error.
///
/// - Throws: ``FileError`` for the first that could not be removed; the others are.
public func removeTree(_ path: String) throws(FileError) {
  try removeEntry(Array(path.utf8CString), in: AT_FDCWD, shown: path, isOwn: false)
}

/// The same for what this tool has made for a while, whatever permissions it has copied there.
package func removeTemporary(_ path: String) throws(FileError) {
  try removeEntry(Array(path.utf8CString), in: AT_FDCWD, shown: path, isOwn: true)
}

/// Works with open directories, so that nobody can have the way lead elsewhere meanwhile. Names are the system's bytes: they
/// need not be UTF-8.
private func removeEntry(_ name: [CChar], in parent: Int32, shown: String, isOwn: Bool) throws(FileError) {
  var status = stat()
  guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
    if errno == ENOENT { return }
    throw FileError(errno: errno, path: shown, operation: "remove")
  }
  let isDirectory = status.st_mode & S_IFMT == S_IFDIR
  var failure: FileError?
  if isDirectory {
    do throws(FileError) {
      try removeContents(of: name, in: parent, shown: shown, isOwn: isOwn)
    } catch { failure = error }
  }
  if unlinkat(parent, name, isDirectory ? AT_REMOVEDIR : 0) != 0 && errno != ENOENT {
    throw failure ?? FileError(errno: errno, path: shown, operation: "remove")
  }
}

private func removeContents(of name: [CChar], in parent: Int32, shown: String, isOwn: Bool)
  throws(FileError)
{
  let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
  var descriptor = openat(parent, name, flags)
  if descriptor < 0 && errno == EACCES && isOwn {
    fchmodat(parent, name, 0o700, 0)
    descriptor = openat(parent, name, flags)
  }
  guard descriptor >= 0 else { throw FileError(errno: errno, path: shown, operation: "remove") }
  defer { close(descriptor) }
  if isOwn { fchmod(descriptor, 0o700) }
  var failure: FileError?
  for entry in try names(in: descriptor, shown: shown) {
    let path = joinPath(
      shown, String(decoding: entry.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    do throws(FileError) { try removeEntry(entry, in: descriptor, shown: path, isOwn: isOwn) } catch {
      failure = failure ?? error
    }
  }
  if let failure { throw failure }
}

private func names(in directory: Int32, shown: String) throws(FileError) -> [[CChar]] {
  let copy = fcntl(directory, F_DUPFD_CLOEXEC, 0)
  guard copy >= 0, let stream = fdopendir(copy) else {
    if copy >= 0 { close(copy) }
    throw FileError(errno: errno, path: shown, operation: "list")
  }
  defer { closedir(stream) }
  var names: [[CChar]] = []
  while true {
    errno = 0
    guard let entry = readdir(stream) else { break }
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
        Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
      }
    }
    if name != [0x2E, 0] && name != [0x2E, 0x2E, 0] { names.append(name) }
  }
  guard errno == 0 else { throw FileError(errno: errno, path: shown, operation: "list") }
  return names
}
