import PackFiles
package import PackJSON

extension TextPair {
  /// The pairs of a line of JSON, `{"query": ..., "document": ...}` or `{"query": ..., "documents": [...]}`.
  ///
  /// - Throws: ``PackJSON/JSONError``.
  package static func pairs(_ line: JSONNode) throws -> [TextPair] {
    let query = try line.string("query")
    if let list = try line.optional("documents") {
      try refuseBoth(line, list)
      return try list.elements().map { TextPair(query: query, document: try $0.string()) }
    }
    return [TextPair(query: query, document: try line.string("document"))]
  }

  /// Refuses a line that has one passage and a list of them.
  static func refuseBoth(_ line: JSONNode, _ list: JSONNode) throws(JSONError) {
    guard try line.optional("document") != nil else { return }
    throw JSONError(
      .notAllowed, at: list.place, problem: "both \"document\" and \"documents\" are given; give one")
  }
}
