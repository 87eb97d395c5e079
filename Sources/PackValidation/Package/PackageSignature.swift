import ModelDir
import PackFiles
import PackONNX
import PackSigning

/// A package's signature, as far as it can be read.
struct PackageSignature: Sendable {
  /// Who signed, and what.
  let bundle: Result<SignatureBundle, InspectionError>
  /// The signed files.
  let statement: Result<SignedStatement, InspectionError>

  /// Reads the signature; nil where the package has none.
  init?(_ listing: PackageListing, _ reader: PackageReader) {
    let name = PackageLayout.signature
    guard listing.entries.contains(where: { $0.path == name }) else { return nil }
    bundle = reader.reading { try SignatureBundle(readingFile: joinPath(reader.root, name), name: name) }
    statement = bundle.flatMap { bundle in reader.reading { try SignedStatement(bundle) } }
  }

  /// Whether a consumer of a package opens a file, so that its signature has to cover it: all but what only people read, and
  /// what no consumer knows of.
  ///
  /// Beside weights nothing is only for people: an index may name a shard as it likes, and a graph the file of its data.
  static func isLoaded(_ path: String) -> Bool {
    let first = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1).first.map {
      String(Substring($0))
    }
    if path == PackageLayout.signature { return false }
    if let first, SigningNames.foreign.contains(first) { return false }
    if let first, first != path, weightDirectories.contains(first) { return true }
    let name = lastPathComponent(path).lowercased()
    let endings = [".md", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".bib", ".cff"]
    return !endings.contains { name.hasSuffix($0) } && !PackageLayout.licenseFiles.contains(path)
  }

  private static let weightDirectories = Set(
    PackageMode.allCases.map(\.subModelDirectory) + [PackageLayout.head, ONNXFiles.folder])
}
