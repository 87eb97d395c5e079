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

  /// The Hub's own limit for files, and room for their folders.
  static let standardLimit = 120_000

  /// Directories of a checkout or of the Hub's client, which are not part of a package.
  static let foreignDirectories: Set<String> = [".git", ".cache"]

  init(_ root: String, limit: Int) throws {
    self.limit = limit
    if let entries = try Self.list(root, limit, entering: { !Self.foreignDirectories.contains($0) }) {
      (self.entries, isTooLarge) = (entries, false)
    } else {
      let known = Set(PackageMode.allCases.map(\.subModelDirectory) + [PackageLayout.head])
      (entries, isTooLarge) = (try Self.list(root, limit, entering: { known.contains($0) }) ?? [], true)
    }
    filePaths = entries.filter {
      $0.kind == .file || $0.kind == .link && fileKind(joinPath(root, $0.path)) == .file
    }.map(\.path)
    files = Set(filePaths)
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
