import PackFiles

extension PackageJournal {
  /// Gives the files that are to be replaced a second name, so that they can come back.
  func keepOldFiles() throws(FileError) {
    for (number, change) in changes.enumerated() where change.action == .replace {
      try linkFile(joinPath(root, change.path), to: aside("old", number))
    }
  }

  /// Makes all changes; those that have been made already stay as they are.
  func makeChanges() throws(FileError) {
    for (number, change) in changes.enumerated() {
      let target = try place(of: change)
      switch change.action {
      case .replace, .create:
        try put(joinPath(staging, change.path), at: target, through: aside("new", number))
      case .remove:
        if !exists(aside("removed", number)), exists(target) {
          try moveFile(target, to: aside("removed", number))
        }
      }
    }
    try syncChanged()
  }

  /// Takes back whatever changes have been made.
  func takeChangesBack() throws(FileError) {
    for (number, change) in changes.enumerated().reversed() {
      let target = try place(of: change)
      switch change.action {
      case .replace: try put(aside("old", number), at: target, through: aside("back", number))
      case .create: try removeTree(target)
      case .remove:
        if exists(aside("removed", number)), !exists(target) {
          try moveFile(aside("removed", number), to: target)
        }
      }
    }
    try syncChanged()
  }

  /// Puts a file in place under a second name, so that the first one is still there for another attempt.
  private func put(_ file: String, at target: String, through link: String) throws(FileError) {
    try removeTree(link)
    try linkFile(file, to: link)
    try moveFile(link, to: target)
  }

  private func syncChanged() throws(FileError) {
    for directory in Set(changes.map { parentPath(joinPath(root, $0.path)) } + [root]).sorted() {
      try syncDirectory(directory)
    }
  }

  private func aside(_ purpose: String, _ number: Int) -> String {
    joinPath(staging, TemporaryName.inner(purpose, number))
  }

  private func exists(_ path: String) -> Bool { fileKind(path, followingLinks: false) != nil }

  /// The full path, no part of which is a link.
  private func place(of change: JournalChange) throws(FileError) -> String {
    var directory = parentPath(change.path)
    while directory != "." {
      for base in [root, staging]
      where fileKind(joinPath(base, directory), followingLinks: false) != .directory {
        throw FileError(
          .notDirectory, path: joinPath(base, directory), problem: "not a directory that a repair may change")
      }
      directory = parentPath(directory)
    }
    return joinPath(root, change.path)
  }
}
