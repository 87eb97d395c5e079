import PackFiles

/// A copy of a package, in a directory that only this user may read: what is sent, and nothing else.
///
/// The blocks are shared with the package where the file system can; no file is ever a second name of the user's. The copy goes
/// away with the object, whatever the reason; what killed runs have left, when the next one begins.
package final class StagedRelease {
  /// The files with their digests, in the order of their paths.
  package private(set) var files: [DigestedFile]
  /// The copy's directory.
  package var path: String { joinPath(directory.path, "package") }
  /// Room for what the client needs for a while.
  package var scratch: String { joinPath(directory.path, "client") }

  private let directory: TemporaryPath

  /// Copies a package, and digests the copy.
  ///
  /// - Parameters:
  ///   - root: the package.
  ///   - files: its files as they were verified.
  ///   - threads: how many threads may be used.
  /// - Throws: ``HubError`` where a file is not what it was, or ``PackFiles/FileError``.
  package init(of root: String, files: [DigestedFile], threads: Int) throws {
    directory = try Self.makeDirectory(beside: root)
    self.files = files
    try PackFiles.makeDirectory(path)
    try PackFiles.makeDirectory(scratch)
    var made: Set<String> = [""]
    for file in files {
      try makeParents(of: file.path, &made)
      do throws(FileError) { try copyFile(joinPath(root, file.path), to: joinPath(path, file.path)) } catch {
        guard error.code == .changedWhileReading || error.code == .notFound else { throw error }
        throw Self.changed(file.path)
      }
    }
    let copies = try DigestedFile.all(in: path, threads: threads)
    guard copies == files else {
      let other = zip(copies, files).first { $0 != $1 }?.1 ?? files.last
      throw Self.changed(other?.path ?? root)
    }
  }

  /// Puts other bytes in place of a file.
  package func replace(_ file: String, _ bytes: [UInt8]) throws {
    try replaceFile(joinPath(path, file), bytes)
    let digested = try DigestedFile(file, in: path)
    files = files.map { $0.path == file ? digested : $0 }
  }

  /// Puts a file beside the others, or in place of one.
  package func put(_ file: String, _ bytes: [UInt8]) throws {
    try replaceFile(joinPath(path, file), bytes)
    let digested = try DigestedFile(file, in: path)
    files = (files.filter { $0.path != file } + [digested]).sorted {
      $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
    }
  }

  /// Throws where a copy is not what was digested.
  package func requireUnchanged(threads: Int) throws {
    guard try DigestedFile.all(in: path, threads: threads) == files else { throw Self.changed(path) }
  }

  private static func changed(_ path: String) -> HubError {
    HubError(.changed, path, "the file changed after it was verified; nothing was sent")
  }

  /// Beside the package, where blocks can be shared and there is room; else where other temporary files lie.
  private static func makeDirectory(beside root: String) throws -> TemporaryPath {
    let parent = parentPath(resolvedPath(root) ?? root)
    // In the cache of the Hub's client nothing is left, not even for a while.
    if lastPathComponent(parent) == "snapshots" { return try makeTemporaryDirectory() }
    LeftoverSweep.removeQuietly(in: parent)
    if let directory = try? TemporaryPath(.scratch, in: parent) { return directory }
    return try makeTemporaryDirectory()
  }

  private static func makeTemporaryDirectory() throws -> TemporaryPath {
    let place = ScratchDirectory.parent
    LeftoverSweep.removeQuietly(in: place)
    return try TemporaryPath(.scratch, in: place)
  }

  private func makeParents(of file: String, _ made: inout Set<String>) throws {
    var directories: [String] = []
    var parent = parentPath(file)
    while parent != ".", !made.contains(parent) {
      directories.append(parent)
      parent = parentPath(parent)
    }
    for name in directories.reversed() {
      try PackFiles.makeDirectory(joinPath(path, name))
      made.insert(name)
    }
  }
}
