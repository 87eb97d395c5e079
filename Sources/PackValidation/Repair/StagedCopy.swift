import PackFiles

/// A package with its changes, beside the package itself: what does not change is shared with it.
///
/// It is verified there, and takes the package's place by one exchange. Where the directory itself has to stay — it is
/// the working directory or a checkout, or its parent may not be written to — the changed files are renamed into
/// it, each of them whole.
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
      PackageListing.foreignDirectories.contains(entry.path)
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
    // Parents precede what is in them.
    for entry in entries where !PackageListing.foreignDirectories.contains(entry.path) {
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
  func putInPlace() throws {
    if replacesDirectory {
      try staged.commit(replacing: true)
      return
    }
    try renameFiles()
    // Last: until everything else is in place, nothing that it replaces is gone.
    for change in changes {
      if case .removed = change.content { try removeTree(joinPath(root, change.path)) }
    }
  }

  /// Renames the changed files into the package; where one cannot be, those before it go back.
  private func renameFiles() throws(FileError) {
    var done: [(path: String, old: String?)] = []
    do throws(FileError) {
      for (number, change) in changes.enumerated() {
        if case .removed = change.content { continue }
        let target = joinPath(root, change.path)
        let old = fileKind(target) == nil ? nil : joinPath(path, ".old-\(number)")
        if let old { try linkFile(target, to: old) }
        try renameFile(joinPath(path, change.path), to: target)
        done.append((target, old))
      }
    } catch {
      for (target, old) in done.reversed() {
        if let old { try? renameFile(old, to: target) } else { try? removeTree(target) }
      }
      throw error
    }
  }
}
