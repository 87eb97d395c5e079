import PackFiles

/// Owner and name of a repository on the Hub: `acme/my-pruner`.
public struct RepositoryName: Sendable, Hashable, CustomStringConvertible {
  /// The user or the organization.
  public let owner: String
  /// The name.
  public let name: String

  private static let longest = 96

  /// Reads `OWNER/NAME`; nil for what the Hub does not take for one.
  ///
  /// Source: `validate_repo_id` of huggingface_hub.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(Self.isValid), !parts[1].hasSuffix(".git") else { return nil }
    (owner, name) = (parts[0], parts[1])
  }

  /// `acme/my-pruner`
  public var description: String { "\(owner)/\(name)" }

  private static func isValid(_ part: String) -> Bool {
    let bytes = Array(part.utf8)
    guard (1...longest).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
      return false
    }
    let isWord = { (byte: UInt8) in byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") }
    guard isWord(first), isWord(last), bytes.allSatisfy({ isWord($0) || "-.".utf8.contains($0) }) else {
      return false
    }
    return !zip(bytes, bytes.dropFirst()).contains { $0 == $1 && "-.".utf8.contains($0) }
  }
}
