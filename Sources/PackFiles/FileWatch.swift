/// Remembers the files that are read while it lives, to tell whether they still are what they were then.
///
/// It knows of files below the paths that it is given, and of those themselves, by the paths that they are opened under.
/// What was computed from files that changed meanwhile is worth nothing: whoever prints or writes a result asks first.
package final class FileWatch: Sendable {
  private let id: Int

  /// Begins to watch.
  package init(_ paths: [String]) { id = OpenFiles.beginWatch(paths) }

  deinit { OpenFiles.endWatch(id) }

  /// Throws when a file is not what it was when it was read, or another one has taken its name.
  ///
  /// - Throws: ``FileError`` of the first such file by name.
  package func check() throws(FileError) {
    if let change = OpenFiles.change(in: id) { throw change }
  }

  /// Throws like ``check()``, and from then on watches the files only that are mapped now: others may take their names.
  package func keepMaps() throws(FileError) {
    try check()
    OpenFiles.keepMaps(id)
  }

  /// Runs something that reads files: where that fails and a file has changed, the change is the error.
  package static func during<Result>(
    _ paths: [String], _ body: (FileWatch) throws -> Result
  ) throws -> Result {
    let watch = FileWatch(paths)
    do {
      return try body(watch)
    } catch {
      try watch.check()
      throw error
    }
  }
}
