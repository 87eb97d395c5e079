/// A passage that is to be pruned.
public struct PruningRequest: Sendable, Hashable {
  /// What is asked.
  public var query: String
  /// The passage, of any length.
  public var document: String
  /// Titles: scored as the first sentences, no part of the pruned text. White space around them does not count.
  public var titles: [String]
  /// What messages call the passage.
  public var name: String

  /// Creates a request.
  public init(query: String, document: String, titles: [String] = [], name: String = "query") {
    self.query = query
    self.document = document
    self.titles = titles
    self.name = name
  }
}
