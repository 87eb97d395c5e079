import ModelDir
import PackFiles

/// A package with its changes, beside the package itself: what does not change is shared with it.
///
/// It is verified there, and takes the package's place by one exchange. Where the directory itself has to stay — it is
/// the working directory or a checkout, or its parent may not be written to — the changed files are renamed into
/// it, by a journal.
final class StagedCopy {
  private let root: String
  private let changes: [FileChange]
  private let staged: StagedDirectory
  private let replacesDirectory: Bool

  /// Where the copy is.
  var path: String { staged.path }

  init(of package: String, entries: [DirectoryEntry], changes: [FileChange]) throws {
    guard let root = resolvedPath(package) else {
      throw FileError(.notFound, path: package, problem: "the package does not exist")
    }
    self.root = root
    self.changes = changes
    let hasForeign = try listDirectory(root, shouldEnter: { _ in false }).contains { entry in
      PackageLimits.foreignDirectories.contains(entry.path)
    }
    let isInUse = resolvedPath(".").map { ($0 + "/").utf8.starts(with: (root + "/").utf8) } ?? true
    let beside = hasForeign || isInUse ? nil : try? StagedDirectory(for: root)
    // Another file system would mean copies of all weights, and no rename.
    if let beside, sharesFileSystem(beside.path, root) {
      staged = beside
      replacesDirectory = true
    } else {
      staged = try StagedDirectory(for: joinPath(root, "repaired"))
      replacesDirectory = false
    }
    try fill(entries)
  }

  private func fill(_ entries: [DirectoryEntry]) throws {
    // Parents precede what is in them. What a killed run has left, or another one is writing, is no part of the package.
    for entry in entries
    where !PackageLimits.foreignDirectories.contains(entry.path) && !TemporaryName.isFirst(in: entry.path) {
      let target = joinPath(path, entry.path)
      if entry.kind == .directory {
        try makeDirectory(target)
      } else if !changes.contains(where: { $0.path.utf8.elementsEqual(entry.path.utf8) }) {
        try linkFile(joinPath(root, entry.path), to: target)
      }
    }
    for change in changes {
      let target = joinPath(path, change.path)
      switch change.content {
      case .bytes(let bytes): try writeFile(target, bytes)
      case .written(_, let write): try write(target)
      case .removed: continue
      }
      copyMode(of: joinPath(root, change.path), to: target)
    }
    copyMode(of: root, to: path)
    for entry in entries where entry.kind == .directory {
      copyMode(of: joinPath(root, entry.path), to: joinPath(path, entry.path))
    }
  }

  /// Makes the copy the package.
  ///
  /// - Returns: what was replaced, when it could not be removed.
  func putInPlace() throws -> String? {
    if replacesDirectory {
      try staged.commit(replacing: true)
      return staged.leftover
    }
    let changes = changes.map { change in
      if case .removed = change.content { return JournalChange(path: change.path, action: .remove) }
      let isNew = fileKind(joinPath(root, change.path), followingLinks: false) == nil
      return JournalChange(path: change.path, action: isNew ? .create : .replace)
    }
    try PackageJournal.carryOut(changes, in: root, from: staged)
    return staged.remove()
  }
}
