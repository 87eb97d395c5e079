import PackFiles
package import PackJSON

extension PruningRequest {
  /// The passages of a line of JSON, `{"query": ..., "document": ...}` or `{"query": ..., "documents": [...]}`, each with an
  /// optional `"title"`.
  ///
  /// - Parameter name: what messages call the line.
  /// - Throws: ``PackJSON/JSONError``.
  package static func requests(_ line: JSONNode, _ name: String) throws -> [PruningRequest] {
    let query = try line.string("query")
    let title = try line.optional("title")
    guard let list = try line.optional("documents") else {
      return [
        PruningRequest(
          query: query, document: try line.string("document"), title: try self.title(title), name: name)
      ]
    }
    try TextPair.refuseBoth(line, list)
    let documents = try list.elements().map { try $0.string() }
    // One title for all of them, or one for each.
    let titles: [PassageTitle]
    if let title, title.kind == .array {
      titles = try title.elements().map { try self.title($0) }
      guard titles.count == documents.count else {
        throw JSONError(
          .notAllowed, at: title.place,
          problem:
            "a title for each document is wanted; found documents: \(documents.count), titles: \(titles.count)"
        )
      }
    } else {
      titles = [PassageTitle](repeating: try self.title(title), count: documents.count)
    }
    return zip(documents, titles).map {
      PruningRequest(query: query, document: $0, title: $1, name: name)
    }
  }

  /// A text, or a list of them; null stands for none.
  private static func title(_ node: JSONNode?) throws -> PassageTitle {
    guard let node, !node.isNull else { return .firstSentence }
    return .lines(
      node.kind == .array ? try node.elements().map { try $0.string() } : [try node.string()])
  }
}
