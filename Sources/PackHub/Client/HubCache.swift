import PackJSON

/// Packages on the Hub, in the cache of the Hub's client.
package enum HubCache {
  /// Fetches what a reference names, as far as the cache does not have it.
  ///
  /// - Parameters:
  ///   - reference: the package.
  ///   - client: the Hub's client.
  ///   - whenTold: is told how far the client is.
  /// - Returns: the directory, and the reference with the commit that it has.
  /// - Throws: ``HubError``.
  package static func fetch(
    _ reference: HubReference, _ client: HubClient, whenTold: (HubStage) -> Void = { _ in }
  ) throws(HubError) -> (directory: String, pinned: HubReference) {
    let answer = try client.ask(
      [
        "do": .string("fetch"), "repository": .string("\(reference.repository)"),
        "revision": reference.revision.map { .string($0) } ?? .null,
      ], about: reference.repository, whenTold: whenTold)
    guard let snapshot = answer.snapshot else {
      throw HubError(.clientFailed, client.interpreter, "the Hub's client gave no answer")
    }
    var pinned = reference
    pinned.revision = snapshot.commit
    return (snapshot.path, pinned)
  }
}
