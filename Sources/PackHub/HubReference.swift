public import ModelDir

/// A package on the Hub, where a directory could stand: `hf://acme/my-pruner@v1`.
public struct HubReference: Sendable, Hashable, CustomStringConvertible {
  /// The repository.
  public let repository: RepositoryName
  /// Branch, tag or commit; nil for the main branch.
  public var revision: String?

  /// What such a reference begins with.
  public static let scheme = "hf://"

  /// Whether a text is meant to be a reference.
  public static func isMeant(by text: String) -> Bool { text.hasPrefix(scheme) }

  /// Reads a reference; nil where it is none, or malformed.
  public init?(_ text: String) {
    guard Self.isMeant(by: text) else { return nil }
    let rest = text.dropFirst(Self.scheme.count)
    let parts = rest.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, let repository = RepositoryName(String(name)) else { return nil }
    let revision = parts.count > 1 ? String(parts[1]) : nil
    if let revision, revision.isEmpty || revision.unicodeScalars.contains(where: { $0.value <= 0x20 }) {
      return nil
    }
    self.repository = repository
    self.revision = revision
  }

  /// The reference as it is written.
  public var description: String { "\(Self.scheme)\(repository)" + (revision.map { "@\($0)" } ?? "") }
}
