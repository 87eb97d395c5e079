import PackFiles
import PackJSON

extension PackageJournal {
  /// Writes the journal into the package, under a temporary name.
  ///
  /// Numbers of files say that it was written here: a journal that came with a package is never followed.
  func write() throws(FileError) -> TemporaryPath {
    let file = try TemporaryPath(.file, in: root)
    let text = JSONValue.object([
      "format": .int(Self.format),
      "directory": .string(try Self.number(root)),
      "journal": .string(try Self.number(file.path)),
      "staging": .object(["name": .string(stagingName), "number": .string(try Self.number(staging))]),
      "changes": .array(
        changes.map { .object(["path": .string($0.path), "action": .string($0.action.rawValue)]) }),
    ]).text(.file)
    var output = try OutputFile(file)
    try output.write(Array(text.utf8))
    try output.finish()
    return file
  }

  /// Reads the journal of a package.
  ///
  /// - Throws: ``PackFiles/FileError`` or ``PackJSON/JSONError``.
  init(in root: String) throws {
    let path = joinPath(root, TemporaryName.journal)
    guard let identity = PathIdentity(path), fileKind(path, followingLinks: false) == .file else {
      throw FileError(.notRegularFile, path: path, problem: "not a journal", expected: "a regular file")
    }
    guard identity.isOwn else {
      throw FileError(.permissionDenied, path: path, problem: "the journal belongs to another user")
    }
    // It is gone once it has been followed.
    let text = try readFile(path, limit: PackageLimits.configBytes, isWatched: false)
    let node = try JSONDocument(bytes: text, name: path).root
    guard try node.int("format") == Self.format else {
      throw FileError(
        .inputOutput, path: path, problem: "another format of journal", expected: "\(Self.format)",
        found: try node.required("format").lexeme)
    }
    self.root = root
    let staging = try node.required("staging")
    stagingName = try staging.string("name")
    changes = try node.required("changes").elements().map { element in
      let action = try element.string("action")
      guard let known = JournalChange.Action(rawValue: action) else {
        throw FileError(
          .inputOutput, path: path, problem: "unknown action in the journal", found: action)
      }
      let change = JournalChange(path: try element.string("path"), action: known)
      guard change.isInsidePackage else {
        throw FileError(
          .inputOutput, path: path, problem: "a path that a repair may not change", found: change.path
        )
      }
      return change
    }
    guard TemporaryName.isOwn(stagingName) else {
      throw FileError(
        .inputOutput, path: path, problem: "not a staging directory", found: stagingName)
    }
    let recorded = [
      (root, try node.string("directory")), (path, try node.string("journal")),
      (self.staging, try staging.string("number")),
    ]
    for (file, number) in recorded {
      guard let identity = PathIdentity(file), identity.isOwn || file == root, "\(identity.number)" == number
      else {
        throw FileError(
          .inputOutput, path: path, problem: "the journal was not written here",
          expected: "\(file), number \(number)",
          found: PathIdentity(file).map { "number \($0.number)" } ?? "no such file")
      }
    }
  }

  private static func number(_ path: String) throws(FileError) -> String {
    guard let identity = PathIdentity(path) else {
      throw FileError(.notFound, path: path, problem: "does not exist")
    }
    return "\(identity.number)"
  }
}
