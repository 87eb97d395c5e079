#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a path is.
public enum FileKind: Sendable, Hashable {
  /// A regular file.
  case file
  /// A directory.
  case directory
  /// A symbolic link, when links are not followed.
  case link
  /// A device, socket or pipe.
  case other
}

/// An entry of a directory tree.
public struct DirectoryEntry: Sendable, Hashable {
  /// Path relative to the root of the listing, components joined by `/`.
  public let path: String
  /// What it is; links are not followed.
  public let kind: FileKind
  /// Size in bytes of a regular file, else 0.
  public let size: Int
  /// What tells whether it has changed since; nil where the system does not tell.
  package let stamp: FileStamp?
}

/// What stands at a path, or nil when nothing does.
///
/// - Parameters:
///   - path: the path to look at.
///   - followingLinks: whether a link is judged by what it leads to.
public func fileKind(_ path: String, followingLinks: Bool = true) -> FileKind? {
  status(path, followingLinks: followingLinks).map { kind(of: $0) }
}

/// Size in bytes of a regular file, links followed; nil when there is none.
public func fileSize(_ path: String) -> Int? {
  guard let status = status(path, followingLinks: true), kind(of: status) == .file else { return nil }
  return Int(status.st_size)
}

/// Lists a directory and all that is below it, sorted by path in byte order; links are listed and not entered.
///
/// - Parameters:
///   - root: the directory.
///   - limit: the most entries that are accepted.
///   - shouldEnter: whether to list what is inside a directory; it is given the directory's relative path.
/// - Throws: ``FileError`` when a directory cannot be read or the limit is passed.
public func listDirectory(
  _ root: String, limit: Int = 100_000, shouldEnter: (String) -> Bool = { _ in true }
) throws(FileError) -> [DirectoryEntry] {
  var entries: [DirectoryEntry] = []
  var pending = [""]
  while let directory = pending.popLast() {
    for name in try names(in: joinPath(root, directory)) {
      let path = joinPath(directory, name)
      // A name that cannot be looked up (not UTF-8, or too long) is listed all the same: nothing is overlooked.
      let status = status(joinPath(root, path), followingLinks: false)
      let kind: FileKind = status.map { PackFiles.kind(of: $0) } ?? .other
      guard entries.count < limit else {
        throw FileError(
          .tooLarge, path: root, problem: "directory has too many entries", expected: "at most \(limit)")
      }
      entries.append(
        DirectoryEntry(
          path: path, kind: kind, size: kind == .file ? Int(status?.st_size ?? 0) : 0,
          stamp: status.map { FileStamp($0) }))
      if kind == .directory && shouldEnter(path) { pending.append(path) }
    }
  }
  return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
}

/// The target of a symbolic link, as it is written in it.
public func linkTarget(_ path: String) -> String? {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = readlink(path, &buffer, buffer.count)
  return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Makes a symbolic link.
public func makeLink(_ path: String, to target: String) throws(FileError) {
  guard symlink(target, path) == 0 else { throw FileError(errno: errno, path: path, operation: "create") }
}

/// Creates a directory whose parent exists.
public func makeDirectory(_ path: String) throws(FileError) {
  guard mkdir(path, 0o777) == 0 else { throw FileError(errno: errno, path: path, operation: "create") }
}

/// The names in a directory, in no order.
func names(in directory: String) throws(FileError) -> [String] {
  guard let stream = opendir(directory) else {
    throw FileError(errno: errno, path: directory, operation: "list")
  }
  defer { closedir(stream) }
  var names: [String] = []
  while true {
    errno = 0
    guard let entry = readdir(stream) else { break }
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
        String(cString: $0)
      }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  guard errno == 0 else { throw FileError(errno: errno, path: directory, operation: "list") }
  return names
}

private func status(_ path: String, followingLinks: Bool) -> stat? {
  var status = stat()
  let result = followingLinks ? stat(path, &status) : lstat(path, &status)
  return result == 0 ? status : nil
}

private func kind(of status: stat) -> FileKind {
  switch status.st_mode & S_IFMT {
  case S_IFREG: .file
  case S_IFDIR: .directory
  case S_IFLNK: .link
  default: .other
  }
}
