package import PackFiles
import PackJSON

/// The changes that a repair makes in a package whose directory has to stay, written down before the first one.
///
/// All that is needed to make them, and to take them back, lies beside the journal in a staging directory. A repair that was
/// interrupted is finished by the next command that opens the package.
package struct PackageJournal: Sendable {
  /// The package's directory.
  let root: String
  /// The name of the staging directory in it: the new files at their paths, the old ones under names of their own.
  let stagingName: String
  let changes: [JournalChange]

  /// Where the journal is.
  var path: String { joinPath(root, TemporaryName.journal) }
  /// Where the staging directory is.
  var staging: String { joinPath(root, stagingName) }

  static let format = 1

  /// Makes changes in a package: all of them or, where that fails or is cut off, none, or all of them later.
  ///
  /// - Parameters:
  ///   - changes: what changes.
  ///   - root: the package.
  ///   - staged: a directory directly in the package, with every new file at its path.
  /// - Throws: ``PackFiles/FileError``; the package is then as it was, or its journal is still there.
  package static func carryOut(
    _ changes: [JournalChange], in root: String, from staged: StagedDirectory
  ) throws(FileError) {
    let journal = PackageJournal(
      root: root, stagingName: lastPathComponent(staged.path), changes: changes)
    if let change = changes.first(where: { !$0.isInsidePackage }) {
      throw FileError(.notFound, path: change.path, problem: "not a path that a repair may change")
    }
    try journal.keepOldFiles()
    try syncTree(staged.path)
    let file = try journal.write()
    // Names in one directory reach the disk in any order: the journal must not be there without the staging directory.
    try syncDirectory(root)
    var isUnfinished = false
    do throws(FileError) {
      try InterruptCleanup.shared.uninterrupted { paths throws(FileError) in
        do throws(FileError) {
          try moveFile(file.path, to: journal.path)
          try syncDirectory(root)
          try journal.makeChanges()
          try journal.remove()
        } catch {
          isUnfinished = true
          try journal.takeChangesBack()
          try journal.remove()
          isUnfinished = false
          throw error
        }
      }
    } catch {
      guard isUnfinished else { throw error }
      staged.keep()
      throw FileError(
        error.code, path: error.place.file,
        problem:
          "\(error.problem); the repair is not finished: the next command that opens \(root) finishes it")
    }
  }

  /// Removes the journal: from then on nothing more is done.
  func remove() throws(FileError) {
    try removeTree(path)
    try syncDirectory(root)
  }
}
