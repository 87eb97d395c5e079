#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What killed runs have left in a directory, as their names and locks say.
package enum LeftoverSweep {
  /// Something with a name of this tool's own.
  package struct Leftover: Sendable, Hashable {
    /// Its name in the directory.
    package let name: String
    /// What becomes of it.
    package let outcome: Outcome
  }

  /// What becomes of a leftover.
  package enum Outcome: Sendable, Hashable {
    /// It is removed, or would be.
    case removed
    /// A process is still at work on it.
    case inUse
    /// It belongs to another user.
    case ofAnotherUser
    /// A package that was about to be replaced lies in it.
    case holdsPackage
    /// A repair is not finished; it needs what lies here.
    case ofUnfinishedRepair
    /// It could not be removed.
    case failed(FileError)
  }

  /// Removes what nobody is at work on any more; directories in the directory are not entered.
  ///
  /// - Parameters:
  ///   - directory: where to look.
  ///   - isDryRun: whether to remove nothing.
  /// - Returns: what there is, by name.
  /// - Throws: ``FileError`` when the directory cannot be read.
  package static func run(in directory: String, isDryRun: Bool = false) throws(FileError) -> [Leftover] {
    let names = try names(in: directory).filter { name in
      guard TemporaryName.isOwn(name) else { return false }
      let kind = fileKind(joinPath(directory, name), followingLinks: false)
      return kind == .file || kind == .directory
    }.sorted()
    guard !names.isEmpty else { return [] }
    let isUnfinished = fileKind(joinPath(directory, TemporaryName.journal), followingLinks: false) != nil
    // A replacement that was cut off between its two renames: one of the two is all that there is of a package.
    let replaced = names.filter { name in TemporaryName.replacement(of: name).map(names.contains) ?? false }
    let held = Set(replaced + replaced.compactMap(TemporaryName.replacement))
    return names.map { name in
      if held.contains(name) { return Leftover(name: name, outcome: .holdsPackage) }
      if isUnfinished { return Leftover(name: name, outcome: .ofUnfinishedRepair) }
      return Leftover(name: name, outcome: remove(joinPath(directory, name), isDryRun: isDryRun))
    }
  }

  /// The same before something is written there; what cannot be removed now can be later.
  package static func removeQuietly(in directory: String) { _ = try? run(in: directory) }

  private static func remove(_ path: String, isDryRun: Bool) -> Outcome {
    guard let identity = PathIdentity(path) else { return .removed }
    guard identity.isOwn else { return .ofAnotherUser }
    do throws(PathLock.Refusal) {
      let lock = try PathLock(path)
      if !isDryRun {
        do throws(FileError) { try removeTemporary(path) } catch { return .failed(error) }
      }
      withExtendedLifetime(lock) {}
      return .removed
    } catch {
      switch error {
      case .inUse: return .inUse
      case .gone: return .removed
      case .failed(let reason): return .failed(FileError(errno: reason, path: path, operation: "lock"))
      }
    }
  }
}
