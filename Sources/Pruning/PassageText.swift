/// What is to be pruned.
public enum PassageText: Sendable, Hashable {
  /// A text, which is cut into sentences by ``SentenceSplitter``.
  case text(String)
  /// A text that has been cut already: its sentences, put together, are the text.
  case sentences([String])

  /// Bytes of text.
  var byteCount: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .sentences(let sentences): sentences.reduce(0) { $0 + $1.utf8.count }
    }
  }
}
