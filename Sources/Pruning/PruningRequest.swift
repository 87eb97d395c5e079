/// A passage that is to be pruned.
public struct PruningRequest: Sendable, Hashable {
  /// What is asked.
  public var query: String
  /// The passage, of any length.
  public var passage: PassageText
  /// Its title.
  public var title: PassageTitle
  /// What messages call the passage.
  public var name: String

  /// Creates a request.
  public init(
    query: String, passage: PassageText, title: PassageTitle = .firstSentence, name: String = "query"
  ) {
    self.query = query
    self.passage = passage
    self.title = title
    self.name = name
  }

  /// Creates a request for a text.
  public init(
    query: String, document: String, title: PassageTitle = .firstSentence, name: String = "query"
  ) {
    self.init(query: query, passage: .text(document), title: title, name: name)
  }

  /// Bytes of text.
  var byteCount: Int {
    var count = query.utf8.count + passage.byteCount
    if case .lines(let lines) = title { count += lines.reduce(0) { $0 + $1.utf8.count } }
    return count
  }
}
