package import PackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension PackageJournal {
  /// How long to wait for a repair that another process is making.
  private static let patience: Duration = .seconds(10)

  /// Finishes a repair of a package that was cut off.
  ///
  /// - Parameter root: a directory; one without a journal stays as it is.
  /// - Throws: ``PackFiles/FileError`` when there is a journal and it cannot be followed.
  package static func settle(_ root: String) throws(FileError) {
    let path = joinPath(root, TemporaryName.journal)
    let deadline = ContinuousClock.now + patience
    while let identity = PathIdentity(path) {
      do {
        if try followed(root, identity) { return }
      } catch {
        // Another process may have finished meanwhile.
        if PathIdentity(path) != identity { continue }
        throw unusable(path, error)
      }
      guard ContinuousClock.now < deadline else {
        throw FileError(.inputOutput, path: root, problem: "the package is being repaired by another process")
      }
      usleep(50_000)
    }
  }

  /// The same for a path that may lie in a package: the package is then the path itself, or the directory around it.
  package static func settle(around path: String) throws(FileError) {
    if fileKind(path) == .directory { try settle(path) }
    // A directory above belongs to a package only if its journal is this user's.
    let parent = parentPath(path)
    if PathIdentity(joinPath(parent, TemporaryName.journal))?.isOwn == true { try settle(parent) }
  }

  /// - Returns: false while another process is at it.
  private static func followed(_ root: String, _ identity: PathIdentity) throws -> Bool {
    let journal = try PackageJournal(in: root)
    var lock: PathLock?
    do throws(PathLock.Refusal) { lock = try PathLock(journal.staging) } catch {
      switch error {
      case .inUse: return false
      case .gone: throw FileError(.notFound, path: journal.staging, problem: "does not exist")
      // A file system without locks.
      case .failed: break
      }
    }
    defer { withExtendedLifetime(lock) {} }
    guard PathIdentity(journal.path) == identity else { return false }
    try InterruptCleanup.shared.uninterrupted { _ throws(FileError) in
      try journal.makeChanges()
      try journal.remove()
    }
    // What cannot be removed now is a leftover like others.
    try? removeTemporary(journal.staging)
    return true
  }

  private static func unusable(_ path: String, _ error: any Error) -> FileError {
    let cause = error as? any LocatedError
    let detail =
      cause.map { $0.place.file == path ? $0.problem : "\($0.place.file): \($0.problem)" } ?? "\(error)"
    return FileError(
      .inputOutput, path: path,
      problem:
        "an interrupted repair of the package cannot be finished (\(detail)); run it again as the user who began it, "
        + "or restore the package and delete this file and .pruning-pack.staging-*",
      expected: cause?.expected, found: cause?.found)
  }
}
