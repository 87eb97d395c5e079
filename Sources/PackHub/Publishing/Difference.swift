/// A file that lies on the Hub otherwise than it was verified.
package struct Difference: Sendable, Hashable {
  /// The file.
  package var path: String
  /// `missing`, `not in the package`, or what differs.
  package var problem: String

  /// Compares all files of a package with all of a commit.
  static func all(_ files: [DigestedFile], _ remote: [RemoteFile]) -> [Difference] {
    let there = Dictionary(remote.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let own = Set(files.map(\.path))
    var differences: [Difference] = []
    for file in files {
      guard let other = there[file.path] else {
        differences.append(Difference(path: file.path, problem: "missing"))
        continue
      }
      if let problem = file.difference(from: other) {
        differences.append(Difference(path: file.path, problem: problem))
      }
    }
    for other in remote where !own.contains(other.path) && other.path != PublishPlan.attributes {
      differences.append(Difference(path: other.path, problem: "not in the package"))
    }
    return differences
  }
}

extension DigestedFile {
  /// How a file on the Hub differs; nil where it has the same content, as far as its digests tell.
  func difference(from other: RemoteFile) -> String? {
    if other.size != size { return "expected \(size) bytes, found \(other.size)" }
    if let digest = other.sha256 {
      return digest == sha256 ? nil : "expected SHA-256 \(sha256), found \(digest)"
    }
    return other.gitSHA1 == gitSHA1 ? nil : "expected git SHA-1 \(gitSHA1), found \(other.gitSHA1)"
  }
}
