import PackJSON

/// A file of a tree on the Hub.
package struct RemoteFile: Sendable, Hashable {
  /// Where it is in the repository.
  package let path: String
  /// Bytes.
  package let size: Int
  /// Git's SHA-1: of the content, or of the pointer where the content is stored apart.
  package let gitSHA1: String
  /// SHA-256 of a content that is stored apart; nil where git stores it.
  package let sha256: String?

  init(_ node: JSONNode) throws(JSONError) {
    path = try node.string("path")
    size = try node.int("size")
    gitSHA1 = try node.string("git_sha1")
    sha256 = try node.optionalString("sha256")
  }
}
