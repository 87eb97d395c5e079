import ModelDir
import PackCheckpoints
import PackDigests
import PackFiles
import PackJSON
import PackThreads
import PackTokenizers
import Pruning

/// One of two packages, opened.
struct PackageSide {
  let root: String
  /// Digests of all files, by path.
  let digests: [String: String]
  /// The JSON files.
  let documents: [String: JSONDocument]
  /// The package, running.
  let model: PruningEncoder
  /// Weights by directory.
  let weights: [(name: String, checkpoint: Checkpoint)]
  /// What was recorded, if it can be read.
  let reference: ReferenceOutputs?

  init(_ root: String, threads: Int) throws {
    guard let kind = fileKind(root) else {
      throw FileError(.notFound, path: root, problem: "the package does not exist")
    }
    guard kind == .directory else {
      throw FileError(
        .notDirectory, path: root, problem: "not a package", expected: "a directory", found: "a file")
    }
    self.root = root
    model = try PruningEncoder(directory: root, threads: threads)
    let names = [model.config.mode.subModelDirectory, PackageLayout.head]
    weights = try names.map { ($0, try Checkpoint(directory: joinPath(root, $0), name: $0)) }
    let entries = try listDirectory(root, limit: 120_000) { !PackageLimits.foreignDirectories.contains($0) }
    let paths = entries.filter { entry in
      !TemporaryName.isFirst(in: entry.path)
        && (entry.kind == .file || entry.kind == .link && fileKind(joinPath(root, entry.path)) == .file)
    }.map(\.path)
    let computed = try concurrently(paths.count, threads: threads) { index in
      Result {
        try SHA256Digest(of: MappedFile(joinPath(root, paths[index])), name: paths[index]).description
      }
    }.map { try $0.get() }
    digests = Dictionary(zip(paths, computed), uniquingKeysWith: { first, _ in first })
    var documents: [String: JSONDocument] = [:]
    for path in paths where path.hasSuffix(".json") {
      // One that is broken is compared by its bytes.
      documents[path] = try? JSONDocument(readingFile: joinPath(root, path), name: path)
    }
    self.documents = documents
    reference = documents[PackageLayout.referenceOutputs].flatMap { try? ReferenceOutputs($0.root) }
  }

  /// A file's bytes, where it is there.
  func bytes(_ path: String) throws -> [UInt8]? {
    digests[path] == nil ? nil : try readFile(joinPath(root, path), name: path)
  }
}

/// Both packages.
struct DiffSides {
  let old: PackageSide
  let new: PackageSide

  /// The paths of files, of either.
  func paths(where isMeant: (String) -> Bool) -> [String] {
    Set(old.digests.keys).union(new.digests.keys).filter(isMeant)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether both have a file with the same bytes.
  func isSame(_ path: String) -> Bool { old.digests[path] == new.digests[path] }
}
