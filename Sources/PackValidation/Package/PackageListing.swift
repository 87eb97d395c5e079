import ModelDir
import PackFiles

/// What rules see of a package's files without opening them: names, kinds and sizes.
struct PackageListing: Sendable {
  /// All entries, in the order of their paths.
  let entries: [DirectoryEntry]
  /// Paths of the files, and of links that lead to one.
  let files: Set<String>
  /// The same, each by its own bytes and in their order: of two names that a set takes for one, both are there.
  let filePaths: [String]
  /// How many entries are looked at.
  let limit: Int
  /// Whether there are more; `entries` are then only those of the directories that a package has.
  let isTooLarge: Bool
  private let root: String
  private let targets: [ExactText: FileStamp]

  /// The Hub's own limit for files, and room for their folders.
  static let standardLimit = 120_000

  init(_ root: String, limit: Int) throws {
    self.limit = limit
    self.root = root
    if let entries = try Self.list(root, limit, entering: { !PackageLimits.foreignDirectories.contains($0) })
    {
      (self.entries, isTooLarge) = (entries, false)
    } else {
      let known = Set(PackageMode.allCases.map(\.subModelDirectory) + [PackageLayout.head])
      (entries, isTooLarge) = (try Self.list(root, limit, entering: { known.contains($0) }) ?? [], true)
    }
    filePaths = entries.filter {
      $0.kind == .file || $0.kind == .link && fileKind(joinPath(root, $0.path)) == .file
    }.map(\.path)
    files = Set(filePaths)
    targets = Self.targets(entries, root)
  }

  /// The file of the Hub's cache that an entry of a snapshot leads to: `snapshots/<revision>/file` to `blobs/<digest>` of the same
  /// repository. Nil for anything else.
  func blob(of entry: DirectoryEntry) -> String? {
    guard entry.kind == .link, let resolvedRoot = resolvedPath(root),
      let target = resolvedPath(joinPath(root, entry.path)),
      fileKind(target) == .file
    else { return nil }
    let snapshots = parentPath(resolvedRoot)
    let isOfTheCache =
      lastPathComponent(snapshots) == "snapshots"
      && parentPath(target) == joinPath(parentPath(snapshots), "blobs")
    return isOfTheCache ? target : nil
  }

  /// Throws when a file is not what it was when the package was listed.
  ///
  /// - Parameter additions: whether a file that has come since is a change, too.
  /// - Throws: ``PackFiles/FileError`` that names the file.
  func requireUnchanged(additions: Bool = true) throws {
    let now = try PackageListing(root, limit: limit)
    var left: [ExactText: DirectoryEntry] = [:]
    // What is there while something is written is no part of the package.
    for entry in now.entries where !TemporaryName.isFirst(in: entry.path) {
      left[ExactText(entry.path)] = entry
    }
    for entry in entries where !TemporaryName.isFirst(in: entry.path) {
      let later = left.removeValue(forKey: ExactText(entry.path))
      guard let later else { throw FileError.changed(entry.path, found: "nothing") }
      guard entry.kind == later.kind else {
        throw FileError.changed(entry.path, found: "another kind of file")
      }
      // A directory changes with what is in it, and its files are asked themselves.
      if entry.kind == .directory { continue }
      let name = ExactText(entry.path)
      for (stamp, current) in [(entry.stamp, later.stamp), (targets[name], now.targets[name])] {
        if let change = stamp?.change(of: entry.path, to: current) { throw change }
      }
    }
    if additions, let path = left.keys.min() {
      throw FileError(
        .changedWhileReading, path: path.text, problem: "the file appeared while the package was read")
    }
  }

  /// The files that links lead to, as they are now.
  private static func targets(_ entries: [DirectoryEntry], _ root: String) -> [ExactText: FileStamp] {
    var targets: [ExactText: FileStamp] = [:]
    for entry in entries where entry.kind == .link {
      targets[ExactText(entry.path)] = FileStamp(path: joinPath(root, entry.path))
    }
    return targets
  }

  /// Lists a directory; nil where it has too many entries.
  private static func list(
    _ root: String, _ limit: Int, entering shouldEnter: (String) -> Bool
  ) throws -> [DirectoryEntry]? {
    let listing = Result { try listDirectory(root, limit: limit, shouldEnter: shouldEnter) }
    if case .failure(let error as FileError) = listing, error.code == .tooLarge { return nil }
    return try listing.get()
  }
}
