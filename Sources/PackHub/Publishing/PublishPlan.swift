/// What a commit would change.
package struct PublishPlan: Sendable, Hashable {
  /// What becomes of a file.
  package enum Change: String, Sendable, Hashable, CaseIterable {
    case new, changed, same, deleted
  }

  /// A file of the package or of the repository.
  package struct Entry: Sendable, Hashable {
    package var path: String
    /// Bytes; of a deleted file those that it has.
    package var size: Int
    package var change: Change
  }

  /// All files in the order of their paths.
  package let entries: [Entry]

  /// What git stores about the others: the Hub makes it, and a package need not have it.
  package static let attributes = ".gitattributes"

  /// Compares a package with what lies in a repository; what only the repository has is deleted.
  init(_ files: [DigestedFile], _ remote: [RemoteFile]) {
    let there = Dictionary(remote.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let own = Set(files.map(\.path))
    let sent = files.map { file in
      Entry(
        path: file.path, size: file.size,
        change: there[file.path].map { file.difference(from: $0) == nil ? .same : .changed } ?? .new)
    }
    let others = remote.filter { !own.contains($0.path) && $0.path != Self.attributes }
    entries = (sent + others.map { Entry(path: $0.path, size: $0.size, change: .deleted) })
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The paths of one kind of change.
  package func paths(_ changes: Change...) -> [String] {
    entries.filter { changes.contains($0.change) }.map(\.path)
  }

  /// Bytes of the files that are sent.
  package var bytesToSend: Int {
    entries.filter { $0.change == .new || $0.change == .changed }.reduce(0) { $0 + $1.size }
  }

  /// Whether there is nothing to commit.
  package var isEmpty: Bool { entries.allSatisfy { $0.change == .same } }
}
