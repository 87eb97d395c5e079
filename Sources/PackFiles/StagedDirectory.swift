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
/// The output path holds the old directory, or the new one, or nothing, at every instant, and after a loss of power. What was
/// staged is removed when the object goes away without ``commit(replacing:)``, whatever the reason; what killed runs have
/// staged there, when the next one begins.
public final class StagedDirectory {
  /// Where it will appear.
  public let destination: String

  /// What was replaced, when it could not be removed afterwards.
  public private(set) var leftover: String?

  private let temporary: TemporaryPath

  /// Where the new directory is being built.
  public var path: String { temporary.path }

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
    LeftoverSweep.removeQuietly(in: parent)
    temporary = try TemporaryPath(.staging, in: parent)
    temporary.setDefaultMode(isDirectory: true)
  }

  /// Removes the directory now.
  ///
  /// - Returns: its path, when that was not possible.
  package func remove() -> String? {
    do throws(FileError) { try removeTemporary(path) } catch { return path }
    return nil
  }

  /// Leaves the directory where it is when the object goes away.
  package func keep() { temporary.keep() }

  /// Puts the directory in its place, once it is on the disk; what it replaces is removed once that is on the disk, too.
  ///
  /// - Parameter replacing: whether an existing destination is replaced; it is swapped out in one step, where the
  ///   file system can, and then removed.
  /// - Throws: ``FileError``; the destination is then as it was.
  public func commit(replacing: Bool) throws(FileError) {
    try syncTree(path)
    let parent = try OpenDirectory(parentPath(destination))
    var isUncertain = false
    let replaced: String?
    do throws(FileError) {
      replaced = try InterruptCleanup.shared.uninterrupted { paths throws(FileError) in
        let replaced =
          if replacing && fileKind(destination, followingLinks: false) != nil {
            try exchange(parent, &isUncertain)
          } else {
            try appear(parent, &isUncertain)
          }
        if let replaced { paths.insert(replaced) }
        return replaced
      }
    } catch {
      guard isUncertain else { throw error }
      // The disk may have either of the two in place after a loss of power: neither is removed.
      temporary.keep()
      throw FileError(
        error.code, path: error.place.file, problem: "\(error.problem); the other directory stays at \(path)")
    }
    guard let replaced else { return }
    // The new directory is in place: failing to remove the old one is not an error.
    do throws(FileError) { try removeTemporary(replaced) } catch { leftover = replaced }
    InterruptCleanup.shared.unregister(replaced)
  }

  /// Renames the directory to a place where nothing is.
  private func appear(_ parent: borrowing OpenDirectory, _ isUncertain: inout Bool) throws(FileError)
    -> String?
  {
    guard renameNoReplace(path, destination) == 0 else {
      throw FileError(errno: errno, path: destination, operation: "rename the package into place")
    }
    try sync(parent, &isUncertain) { rename(destination, path) == 0 }
    return nil
  }

  /// Exchanges the directory with what stands at its place.
  ///
  /// - Returns: where that is then.
  private func exchange(_ parent: borrowing OpenDirectory, _ isUncertain: inout Bool) throws(FileError)
    -> String?
  {
    // Until the exchange is on the disk, nobody who clears up may take the old one for a leftover.
    let lock = try? PathLock(destination)
    defer { withExtendedLifetime(lock) {} }
    if cfiles_rename_exchange(path, destination) == 0 {
      try sync(parent, &isUncertain) { cfiles_rename_exchange(path, destination) == 0 }
      return path
    }
    guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else {
      throw FileError(errno: errno, path: destination, operation: "replace")
    }
    // No exchange on this file system: for a moment nothing is there, never something half-written.
    let aside = TemporaryName.replaced(by: path)
    guard rename(destination, aside) == 0 else {
      throw FileError(errno: errno, path: destination, operation: "replace")
    }
    guard rename(path, destination) == 0 else {
      let reason = errno
      rename(aside, destination)
      throw FileError(errno: reason, path: destination, operation: "replace")
    }
    try sync(parent, &isUncertain) { rename(destination, path) == 0 && rename(aside, destination) == 0 }
    return aside
  }

  /// Brings what was renamed to the disk, or else back.
  private func sync(_ parent: borrowing OpenDirectory, _ isUncertain: inout Bool, orElse undo: () -> Bool)
    throws(FileError)
  {
    do throws(FileError) { try parent.sync() } catch {
      isUncertain = true
      if undo() {
        try parent.sync()
        isUncertain = false
      }
      throw error
    }
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
