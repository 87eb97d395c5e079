/// A query and a passage.
public struct TextPair: Sendable, Hashable {
  /// What is asked.
  public var query: String
  /// What may answer it.
  public var document: String

  /// Creates a pair.
  public init(query: String, document: String) {
    self.query = query
    self.document = document
  }
}
