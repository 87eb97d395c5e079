import CPackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A directory that is built beside its final place and appears there whole, by one rename.
///
/// The output path holds the old directory, or the new one, or nothing, at every instant. What was staged is removed
/// when the object goes away without ``commit(replacing:)``, whatever the reason.
public final class StagedDirectory {
  /// Where the new directory is being built.
  public let path: String

  /// Where it will appear.
  public let destination: String

  /// What was replaced, when it could not be removed afterwards.
  public private(set) var leftover: String?

  private var isCommitted = false

  /// Creates an empty staging directory beside `destination`.
  ///
  /// - Throws: ``FileError`` when the parent is missing or may not be written to.
  public init(for destination: String) throws(FileError) {
    let parent = parentPath(destination)
    let name = lastPathComponent(destination)
    guard !name.isEmpty, name != ".", name != "..", name != "/" else {
      throw FileError(
        .alreadyExists, path: destination, problem: "invalid output path",
        expected: "a directory's name")
    }
    guard let kind = fileKind(parent) else {
      throw FileError(.notFound, path: parent, problem: "the output's parent directory does not exist")
    }
    guard kind == .directory else {
      throw FileError(
        .notDirectory, path: parent, problem: "the output's parent is not a directory",
        expected: "a directory", found: "a file")
    }
    self.destination = joinPath(parent, name)
    var template = Array(joinPath(parent, ".pruning-pack.staging-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw FileError(errno: errno, path: parent, operation: "create a staging directory")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // mkdtemp makes it private; the package is to have the mode of any other new directory.
    let mask = umask(0)
    umask(mask)
    chmod(path, 0o777 & ~mask)
    InterruptCleanup.shared.register(path)
  }

  deinit {
    if !isCommitted {
      // A failed clean-up must not hide why the staging was given up.
      try? removeTree(path)
      InterruptCleanup.shared.unregister(path)
    }
  }

  /// Puts the directory in its place.
  ///
  /// - Parameter replacing: whether an existing destination is replaced; it is swapped out in one step, where the
  ///   file system can, and then removed.
  /// - Throws: ``FileError``; the destination is then as it was.
  public func commit(replacing: Bool) throws(FileError) {
    syncDirectory(path)
    if replacing && fileKind(destination, followingLinks: false) != nil {
      try exchange()
    } else {
      guard renameNoReplace(path, destination) == 0 else {
        throw FileError(errno: errno, path: destination, operation: "rename the package into place")
      }
    }
    isCommitted = true
    InterruptCleanup.shared.unregister(path)
    syncDirectory(parentPath(destination))
  }

  private func exchange() throws(FileError) {
    if cfiles_rename_exchange(path, destination) == 0 {
      removeReplaced(path)
      return
    }
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else {
      throw FileError(errno: errno, path: destination, operation: "replace")
    }
    // No exchange on this file system: for a moment nothing is there, never something half-written.
    let aside = path + "-old"
    guard rename(destination, aside) == 0 else {
      throw FileError(errno: errno, path: destination, operation: "replace")
    }
    guard rename(path, destination) == 0 else {
      let reason = errno
      rename(aside, destination)
      throw FileError(errno: reason, path: destination, operation: "replace")
    }
    removeReplaced(aside)
  }

  /// The new directory is in place: failing to remove the old one is not an error.
  private func removeReplaced(_ path: String) {
    do throws(FileError) { try removeTree(path) } catch { leftover = path }
  }

  private func syncDirectory(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

private func renameNoReplace(_ old: String, _ new: String) -> Int32 {
  let result = cfiles_rename_no_replace(old, new)
  guard result != 0, errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else { return result }
  guard fileKind(new, followingLinks: false) == nil else {
    errno = EEXIST
    return -1
  }
  return rename(old, new)
}
