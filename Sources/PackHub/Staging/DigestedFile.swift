import ModelDir
import PackDigests
import PackFiles
import PackThreads

/// A file of a package with the digests by which the Hub knows it.
package struct DigestedFile: Sendable, Hashable {
  /// Where it is in the package.
  package let path: String
  /// Bytes.
  package let size: Int
  /// SHA-256, 64 hexadecimal digits.
  package let sha256: String
  /// Git's SHA-1, 40 hexadecimal digits.
  package let gitSHA1: String

  /// Reads a file.
  init(_ path: String, in root: String) throws {
    let file = try MappedFile(joinPath(root, path), name: path)
    self.path = path
    size = file.count
    sha256 = try file.withBytes { try SHA256Digest(of: $0, name: path).description }
    gitSHA1 = try file.withBytes { try GitBlobDigest(of: $0, name: path).description }
  }

  /// Reads all files of a package, links followed, in the order of their paths.
  ///
  /// - Throws: ``PackFiles/FileError`` or ``PackDigests/DigestError``.
  package static func all(in root: String, threads: Int) throws -> [DigestedFile] {
    let entries = try listDirectory(root, limit: 120_000) { !PackageLimits.foreignDirectories.contains($0) }
    let paths = entries.filter { entry in
      !TemporaryName.isFirst(in: entry.path)
        && (entry.kind == .file || entry.kind == .link && fileKind(joinPath(root, entry.path)) == .file)
    }.map(\.path)
    return try concurrently(paths.count, threads: threads) { index in
      Result { try DigestedFile(paths[index], in: root) }
    }.map { try $0.get() }
  }

  /// What identifies the content of all files: the SHA-256 of their list, as `sha256sum` prints it.
  package static func rootDigest(_ files: [DigestedFile]) throws -> String {
    let list = files.map { "\($0.sha256)  \($0.path)\n" }.joined()
    return try SHA256Digest(of: Array(list.utf8), name: "the package").description
  }
}
