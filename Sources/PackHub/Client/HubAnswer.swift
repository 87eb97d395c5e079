import PackJSON

/// What the client said.
package struct HubAnswer: Sendable {
  /// What lies in a repository.
  package struct Remote: Sendable {
    /// Where the Hub is.
    package var endpoint: String
    package var exists: Bool
    /// Whether the branch is there; where it is not, the files are those of the main branch.
    package var hasBranch: Bool
    package var isPrivate: Bool?
    /// The commit that the branch is at; nil where there is no repository.
    package var head: String?
    package var files: [RemoteFile]
    /// README.md.
    package var card: String?
    /// The signature, where it was asked for.
    package var signature: String?
  }

  /// A commit that was made.
  package struct Commit: Sendable {
    package var id: String
    package var url: String
    package var pullRequest: String?
    package var parent: String?
    /// Whether the Hub said that it made it; else its answer was lost, and the branch has moved.
    package var isCertain: Bool
  }

  /// A repository in the client's cache.
  package struct Snapshot: Sendable {
    package var path: String
    package var commit: String
  }

  /// An end that is no success.
  struct Failure: Sendable {
    var kind: String
    var message: String
    var names: [String]
    var stage: HubStage
  }

  package var remote: Remote?
  /// Whether the repository was created.
  package var hasCreated = false
  package var commit: Commit?
  package var tree: [RemoteFile]?
  package var snapshot: Snapshot?
  var failure: Failure?

  /// Takes in a line.
  ///
  /// - Returns: how far the work is, where the line says that.
  mutating func add(_ line: JSONNode) throws(JSONError) -> HubStage? {
    switch try line.string("event") {
    case "stage": return try HubStage(line, name: "name")
    case "remote":
      remote = Remote(
        endpoint: try line.string("endpoint"), exists: try line.bool("exists"),
        hasBranch: try line.bool("has_branch"),
        isPrivate: try line.optionalBool("private"), head: try line.optionalString("head"),
        files: try Self.files(line), card: try line.optionalString("card"),
        signature: try line.optionalString("signature"))
    case "created": hasCreated = true
    case "committed":
      commit = Commit(
        id: try line.string("commit"), url: try line.string("url"),
        pullRequest: try line.optionalString("pull_request"), parent: try line.optionalString("parent"),
        isCertain: try line.bool("is_certain"))
    case "tree": tree = try Self.files(line)
    case "snapshot": snapshot = Snapshot(path: try line.string("path"), commit: try line.string("commit"))
    case "error":
      var names: [String] = []
      for name in try line.required("names").elements() { names.append(try name.string()) }
      failure = Failure(
        kind: try line.string("kind"), message: try line.string("message"), names: names,
        stage: try HubStage(line, name: "stage"))
    default: break
    }
    return nil
  }

  private static func files(_ line: JSONNode) throws(JSONError) -> [RemoteFile] {
    var files: [RemoteFile] = []
    for node in try line.required("files").elements() { files.append(try RemoteFile(node)) }
    return files
  }
}
