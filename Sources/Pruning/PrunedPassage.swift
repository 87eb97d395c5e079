/// A passage with what does not answer the query taken out.
///
/// The passage is cut into segments, each kept or dropped as a whole; together they are the passage, character for
/// character.
public struct PrunedPassage: Sendable {
  /// A piece of the passage.
  public struct Segment: Sendable, Hashable {
    /// The text, a slice of the source.
    public var text: String
    /// Mean keep probability of its tokens.
    public var probability: Float
    /// Whether it stays.
    public var isKept: Bool
  }

  /// The pieces in order.
  public var segments: [Segment]
  /// The passage's score, the best one where it took several passes; nil in pruning_only.
  public var rankingScore: Float?

  /// The kept segments, one after the other.
  public var text: String { segments.filter(\.isKept).map(\.text).joined() }

  /// Share of the passage's characters (Unicode scalars) that were dropped, in percent.
  public var compressionRate: Double {
    let total = segments.reduce(0) { $0 + $1.text.unicodeScalars.count }
    let kept = segments.reduce(0) { $0 + ($1.isKept ? $1.text.unicodeScalars.count : 0) }
    return Double(total - kept) / Double(max(total, 1)) * 100
  }
}
